import type { ApiStay } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { durationText, endingText, pauseText, shortDurationText, troubleText } from "./words.ts";

it.each([
  [0, "0 s", "0:00"],
  [12.4, "12 s", "0:12"],
  [59.6, "1 min", "1:00"],
  [2_670, "44 min 30 s", "44:30"],
  [3_900, "1 h 05 min", "1:05:00"],
])("%d seconds are %s", (seconds, text, short) => {
  expect(durationText(seconds)).toBe(text);
  expect(shortDurationText(seconds)).toBe(short);
});

const time = { at: "", earliest: "", latest: "" };
const ended = (end: Omit<NonNullable<ApiStay["end"]>, keyof typeof time> | null): ApiStay => ({
  ...{ sid: "", identity: "", state: "ended", joinedAt: null, start: time, seenUntil: null },
  end: end === null ? null : { ...time, ...end },
});

it.each([
  [ended({ how: "left", reason: "CLIENT_INITIATED" }), "left"],
  [ended({ how: "left", reason: "CONNECTION_TIMEOUT" }), "connection lost"],
  [ended({ how: "absent", reason: "silent" }), "not found by LiveKit any more"],
  [ended({ how: "lost", reason: "no_evidence" }), "given up: no evidence for a day"],
  [ended({ how: "left", reason: "NEW_KIND_OF_REASON" }), "left (new kind of reason)"],
  [ended(null), "still there"],
])("says how a stay ended, also for reasons that it does not know: %#", (stay, text) => {
  expect(endingText(stay)).toBe(text);
});

it("has words for troubles and pauses that it does not know", () => {
  expect(troubleText("livekit_timeout")).toBe("LiveKit did not answer in time");
  expect(troubleText("probe_failed")).toContain("probe failed");
  expect(pauseText("unexpected_error")).toContain("paused");
});
