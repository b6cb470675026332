import { MemoryStore } from "@rollcall/store/testing";
import { beforeAll, expect, it } from "vitest";
import { planAt } from "../mix/plan-at.ts";
import { isStoredAlike } from "../stored/is-stored-alike.ts";
import { scoreHistory } from "./score-history.ts";
import { emptyTally, ways, type Tally } from "./tally.ts";

const seed = 4711;
const histories = 60;
const throughStoreEvery = 20;

const tally = emptyTally();
let storedAlike = 0;

beforeAll(async () => {
  for (let index = 0; index < histories; index++) {
    const scored = scoreHistory(tally, planAt(seed, index));
    if (index % throughStoreEvery === 0 && (await isStoredAlike(new MemoryStore(), scored))) storedAlike += 1;
  }
}, 60_000);

it("ends nobody who is there, and calls nobody absent who is there", () => {
  expect(tally.figures.rollcall.sums).toMatchObject({ endedPeople: 0, endedStays: 0, endedMs: 0 });
  expect(tally.certainty.sums.absentThough).toBe(0);
});

it("has every true start, end and time inside its bounds", () => {
  expect(tally.certainty.sums.checked).toBeGreaterThan(10_000);
  expect(tally.certainty.sums.outside).toBe(0);
});

it("finds every lost leave that can be found, within two minutes", () => {
  const { dueFromEnd, sums } = tally.figures.rollcall;
  expect(dueFromEnd.length).toBeGreaterThan(100);
  expect(Math.max(...dueFromEnd)).toBeLessThanOrEqual(120_000);
  expect(sums.neverHealedDue).toBe(0);
});

it("comes to the same state through the attendance service's fold and a store", () => {
  expect(storedAlike).toBe(Math.ceil(histories / throughStoreEvery));
});

it("shows what other ways of counting get wrong, so that the mix is no walk", () => {
  const { webhooks, oneListing, heartbeat, rollcall } = tally.figures;
  expect(webhooks.sums.wrongMs).toBeGreaterThan(20 * rollcall.sums.wrongMs);
  expect(oneListing.sums.endedPeople).toBeGreaterThan(0);
  expect(heartbeat.sums.endedPeople).toBeGreaterThan(0);
});

it("scores the same histories for all", () => {
  const counted = ways.map((way) => tally.figures[way].stayErrors.length);
  expect(counted).toEqual(ways.map(() => tally.sums.stays));
});

it("draws the same history for the same number, and another for another", () => {
  const scores = [planAt(seed, 3), planAt(seed, 3), planAt(seed, 4)].map((drawn): Tally => {
    const own = emptyTally();
    scoreHistory(own, drawn);
    return own;
  });
  expect(scores[1]).toEqual(scores[0]);
  expect(scores[2]).not.toEqual(scores[0]);
});
