import { expect, it } from "vitest";
import { afterAnswer, afterTimeout, closedBreaker, mayAsk, whenAsking, type Breaker } from "./breaker.ts";

const timeouts = (breaker: Breaker, times: number, now = 0): Breaker =>
  times === 0 ? breaker : timeouts(afterTimeout(breaker, now), times - 1, now);

const open = timeouts(closedBreaker, 3);

it("stops asking after three timeouts in a row", () => {
  expect(mayAsk(timeouts(closedBreaker, 2), 0)).toBe(true);
  expect(mayAsk(open, 4_999)).toBe(false);
});

it("starts counting anew after any answer", () => {
  expect(mayAsk(timeouts(afterAnswer(timeouts(closedBreaker, 2)), 2), 0)).toBe(true);
});

it("lets one call try after the pause", () => {
  expect(mayAsk(open, 5_000)).toBe(true);
  expect(mayAsk(whenAsking(open), 5_000)).toBe(false);
});

it("closes when the try is answered", () => {
  expect(afterAnswer(whenAsking(open))).toEqual(closedBreaker);
});

it("pauses longer after each failed try, thirty seconds at most", () => {
  let breaker = open;
  const pauses = [1, 2, 3, 4].map(() => {
    breaker = afterTimeout(whenAsking(breaker), 0);
    return breaker.is === "open" ? breaker.pauseMs : null;
  });
  expect(pauses).toEqual([10_000, 20_000, 30_000, 30_000]);
});

it("is not moved by a call that began before the pause", () => {
  expect(afterTimeout(open, 1_000)).toBe(open);
  expect(afterAnswer(open)).toBe(open);
});
