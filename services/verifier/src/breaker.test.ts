import { expect, it } from "vitest";
import { afterAnswer, afterTimeout, closedBreaker, mayAsk, whenAsking, type Breaker } from "./breaker.ts";

const call = { begunAt: 0, now: 0 };
const timeouts = (breaker: Breaker, times: number): Breaker =>
  times === 0 ? breaker : timeouts(afterTimeout(breaker, call), times - 1);

const open = timeouts(closedBreaker, 3);

it("stops asking after three timeouts in a row", () => {
  expect(mayAsk(timeouts(closedBreaker, 2), 0)).toBe(true);
  expect(mayAsk(open, 4_999)).toBe(false);
});

it("starts counting anew after any answer", () => {
  expect(mayAsk(timeouts(afterAnswer(timeouts(closedBreaker, 2), 0), 2), 0)).toBe(true);
});

it("does not count a timeout while others were answered", () => {
  expect(mayAsk(timeouts(afterAnswer(closedBreaker, 1), 9), 1)).toBe(true);
});

it("lets one call try after the pause", () => {
  expect(mayAsk(open, 5_000)).toBe(true);
  expect(mayAsk(whenAsking(open), 5_000)).toBe(false);
});

it("closes when the try is answered", () => {
  expect(afterAnswer(whenAsking(open), 5_001)).toEqual({ is: "closed", timeouts: 0, answeredAt: 5_001 });
});

it("pauses longer after each failed try, thirty seconds at most", () => {
  let breaker = open;
  const pauses = [1, 2, 3, 4].map(() => {
    breaker = afterTimeout(whenAsking(breaker), call);
    return breaker.is === "open" ? breaker.pauseMs : null;
  });
  expect(pauses).toEqual([10_000, 20_000, 30_000, 30_000]);
});

it("is not moved by a call that began before the pause", () => {
  expect(afterTimeout(open, { begunAt: 0, now: 1_000 })).toBe(open);
  expect(afterAnswer(open, 1_000)).toBe(open);
});
