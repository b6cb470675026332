import type { ApiStay } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { movesOf } from "./moves.ts";

const at = (second: number) => `2026-01-01T10:00:${String(second).padStart(2, "0")}.000Z`;

const live: ApiStay = {
  ...{ sid: "PA_1", identity: "alice", state: "present", joinedAt: at(0), end: null, seenUntil: at(10) },
  start: { at: at(1), earliest: at(0), latest: at(2) },
};
const left = {
  at: at(20),
  earliest: at(18),
  latest: at(21),
  how: "left",
  reason: "CLIENT_INITIATED",
} as const;

const wrongAfter = (first: ApiStay, then: ApiStay): readonly string[] => {
  const moves = movesOf();
  moves.wrongIn(first);
  return moves.wrongIn(then);
};

it("takes narrower bounds, later sightings and a new end for evidence", () => {
  const later = {
    ...live,
    seenUntil: at(15),
    start: { at: at(1), earliest: at(1), latest: at(1) },
    end: left,
  };
  expect(wrongAfter(live, later)).toEqual([]);
});

it("takes an end that looks proved for one that a webhook may correct", () => {
  const proved = { ...live, end: { ...left, how: "absent" as const } };
  expect(wrongAfter(proved, { ...live, end: { ...left, at: at(19) } })).toEqual([]);
});

it.each<[string, ApiStay, ApiStay]>([
  ["seen less long", live, { ...live, seenUntil: at(9) }],
  ["start may be earlier", { ...live, start: { ...live.start, earliest: at(1) } }, live],
  ["start may be later", live, { ...live, start: { ...live.start, latest: at(3) } }],
  ["told end has moved", { ...live, end: left }, { ...live, end: { ...left, at: at(19) } }],
  ["told end has moved", { ...live, end: left }, live],
  ["seen in the future", live, { ...live, seenUntil: new Date(Date.now() + 60_000).toISOString() }],
])("finds what no evidence explains: %s", (what, first, then) => {
  expect(wrongAfter(first, then)).toEqual([expect.stringContaining(what)]);
});
