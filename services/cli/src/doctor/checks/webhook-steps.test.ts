import { expect, it } from "vitest";
import { measuredSteps, receivedMsOf, stepsText } from "./webhook-steps.ts";

it("tells each step that was seen, with its time", () => {
  const steps = { receivedMs: 12, storedMs: 15, archivedMs: 28, foldedMs: 31 };
  expect(stepsText(steps)).toBe(
    "A room_started of our own reached ingress after 12 ms, was durable in EVIDENCE after 15 ms, readable in MongoDB after 28 ms and folded by attendance after 31 ms",
  );
  expect(measuredSteps(steps)).toEqual(steps);
  expect(stepsText({ storedMs: 15 })).toBe("A room_started of our own was durable in EVIDENCE after 15 ms");
  expect(measuredSteps({ storedMs: 15, foldedMs: undefined })).toEqual({ storedMs: 15 });
});

it("believes ingress' clock as far as it can be right", () => {
  expect(receivedMsOf(1_012.4, 1_000, 15)).toBe(12);
  expect(receivedMsOf(990, 1_000, 15)).toBe(0);
  expect(receivedMsOf(1_020, 1_000, 15)).toBe(15);
  expect(receivedMsOf(21_000, 1_000, 15)).toBeUndefined();
  expect(receivedMsOf(Number.NaN, 1_000, 15)).toBeUndefined();
});
