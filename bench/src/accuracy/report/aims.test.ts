import { minute, second } from "@rollcall/domain";
import { expect, it } from "vitest";
import { emptyTally, type Tally } from "../score/tally.ts";
import { aimsOf } from "./aims.ts";

/** A run in which all came out as promised. */
function goodTally(): Tally {
  const tally = emptyTally();
  Object.assign(tally.sums, { histories: 1, people: 10, stays: 10, trueMs: 1_000 * minute, stored: 2 });
  Object.assign(tally.certainty.sums, { checked: 100, liveMs: 500 * minute, ordinaryLiveMs: 500 * minute });
  const { rollcall } = tally.figures;
  rollcall.exitErrors.push(100, 900);
  rollcall.dueFromEnd.push(40 * second, 2 * minute);
  rollcall.dueFromLettingGo.push(20 * second, 75 * second);
  rollcall.sums.wrongMs = minute;
  return tally;
}

const missed = (tally: Tally): readonly string[] =>
  aimsOf(tally)
    .filter(({ isReached }) => !isReached)
    .map(({ aim }) => aim);

it("holds every aim to be reached when all came out as promised", () => {
  expect(missed(goodTally())).toEqual([]);
});

it.for<readonly [string, (tally: Tally) => unknown]>([
  ["nobody", ({ figures }) => (figures.rollcall.sums.endedPeople = 1)],
  ["nobody", ({ certainty }) => (certainty.sums.absentThough = 1)],
  ["100 %", ({ certainty }) => (certainty.sums.outside = 1)],
  ["at most 1 s", ({ figures }) => figures.rollcall.exitErrors.push(second + 1)],
  ["at most 2 min, always", ({ figures }) => figures.rollcall.dueFromEnd.push(2 * minute + 1)],
  ["at most 2 min, always", ({ figures }) => (figures.rollcall.sums.neverHealedDue = 1)],
  ["at most 75 s", ({ figures }) => figures.rollcall.dueFromLettingGo.push(75 * second + 1)],
  ["below 0.1 %", ({ certainty }) => (certainty.sums.ordinaryUnverifiedMs = minute)],
  ["at least 99.9 %", ({ figures }) => (figures.rollcall.sums.wrongMs = minute + 1)],
  ["all", ({ sums }) => (sums.storedWrong = 1)],
])("sees the aim missed: %s", ([aim, spoil]) => {
  const tally = goodTally();
  spoil(tally);
  expect(missed(tally)).toEqual([aim]);
});

it("takes nothing for proven when nothing was measured", () => {
  expect(missed(emptyTally())).toEqual(aimsOf(emptyTally()).map(({ aim }) => aim));
});
