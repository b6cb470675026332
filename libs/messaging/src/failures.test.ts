import { expect, it } from "vitest";
import { countFailure, type Failures } from "./failures.ts";

it("counts each message's failures and forgets the oldest when there are too many", () => {
  const failures: Failures = new Map();
  expect([countFailure(failures, 1), countFailure(failures, 1), countFailure(failures, 2)]).toEqual([
    1, 2, 1,
  ]);
  for (let sequence = 100; sequence < 10_100; sequence += 1) countFailure(failures, sequence);
  expect(failures.size).toBe(10_000);
  expect(countFailure(failures, 1)).toBe(1);
});
