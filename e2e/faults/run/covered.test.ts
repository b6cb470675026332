import type { ApiStay } from "@rollcall/contracts";
import { describe, expect, it } from "vitest";
import { newPerson, newRoom } from "../traffic/people.ts";
import { isOverCredited, isSeenInSilence } from "./covered.ts";

const began = Date.parse("2026-01-01T10:00:00.000Z");
const at = (second: number) => new Date(began + second * 1_000).toISOString();

const live = (seen: number): ApiStay => ({
  ...{ sid: "PA_1", identity: "alice", state: "present", joinedAt: at(0), end: null, seenUntil: at(seen) },
  start: { at: at(0), earliest: at(0), latest: at(1) },
});

describe("credit", () => {
  it("reaches as far as somebody was seen", () => expect(isOverCredited([live(30)], 30)).toBe(false));
  it("reaches no further", () => expect(isOverCredited([live(30)], 31)).toBe(true));
});

describe("in a silence of LiveKit's API", () => {
  const silences = [{ from: began + 10_000, to: began + 60_000 }];
  const person = { ...newPerson(newRoom(1)), shownAt: [began + 30_000] };

  it("nobody is seen", () => expect(isSeenInSilence(live(20), person, silences)).toBe(true));
  it("whoever a webhook tells of is", () => expect(isSeenInSilence(live(30), person, silences)).toBe(false));
  it("whoever was seen before it was", () => expect(isSeenInSilence(live(9), person, silences)).toBe(false));
  it("whoever was seen after it was", () => expect(isSeenInSilence(live(70), person, silences)).toBe(false));
});
