import { webhookHeaders } from "@rollcall/contracts";
import { defaultPolicy, minute, type Instant } from "@rollcall/domain";
import { meetingAnswer, meetingById } from "@rollcall/reading";
import { lesson, nine } from "@rollcall/reading/testing";
import { MemoryStore, storeEvidence } from "@rollcall/store/testing";
import { expect, it } from "vitest";
import { foldArchive } from "./fold-archive.ts";
import { meetingAsOf } from "./meeting-as-of.ts";

/** The report as somebody was told who asked at that time, when only this was known. */
async function toldThen(asOf: Instant) {
  const store = new MemoryStore();
  const known = lesson.filter(({ headers, body }) => {
    const at = headers[webhookHeaders.receivedAt] ?? JSON.parse(body).answeredAt;
    return Number(at) <= asOf;
  });
  await storeEvidence(store, known);
  return meetingById({ store, now: () => asOf, policy: defaultPolicy }, "RM_algebra");
}

it.for([1, 20, 31.5, 45, 47, 300])("tells what was told %d minutes after nine", async (minutes) => {
  const store = new MemoryStore();
  await storeEvidence(store, lesson);
  const asOf = nine + minutes * minute;
  const meeting = meetingAsOf(await foldArchive(store, { until: asOf }), "RM_algebra", asOf, defaultPolicy);
  const told = await toldThen(asOf);
  expect(meeting && meetingAnswer(meeting)).toEqual(told && meetingAnswer(told));
  expect(told).not.toBeNull();
});

it("finds the latest meeting of then by its room's name too", async () => {
  const store = new MemoryStore();
  await storeEvidence(store, lesson);
  const rebuilt = await foldArchive(store, { until: nine + minute });
  expect(meetingAsOf(rebuilt, "algebra-7", nine + minute, defaultPolicy)?.id).toBe("RM_algebra");
  expect(meetingAsOf(rebuilt, "physics", nine + minute, defaultPolicy)).toBeNull();
});

it("knows nothing of a meeting before the first evidence of it", async () => {
  const store = new MemoryStore();
  await storeEvidence(store, lesson);
  const rebuilt = await foldArchive(store, { until: nine - 1 });
  expect(meetingAsOf(rebuilt, "RM_algebra", nine, defaultPolicy)).toBeNull();
  expect([rebuilt.records, rebuilt.later]).toEqual([0, lesson.length]);
});
