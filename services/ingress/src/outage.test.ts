import { expect, it } from "vitest";
import { createOutage } from "./outage.ts";

it("asks LiveKit to wait as long as the outage has lasted, from 1 to 30 s", () => {
  const outage = createOutage(() => undefined);
  expect([0, 500, 4_200, 29_000, 90_000].map((at) => outage.retryAfterSeconds(at))).toEqual([
    1, 1, 5, 29, 30,
  ]);
});

it("counts from the loss of NATS when that was earlier than the first failure", () => {
  expect(createOutage(() => 2_000).retryAfterSeconds(10_000)).toBe(8);
});

it("begins anew after something was stored", () => {
  const outage = createOutage(() => undefined);
  outage.retryAfterSeconds(0);
  outage.end();
  expect(outage.retryAfterSeconds(20_000)).toBe(1);
});
