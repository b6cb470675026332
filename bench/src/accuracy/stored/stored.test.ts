import { decodeEvidence } from "@rollcall/contracts";
import { emptyStay } from "@rollcall/domain";
import { MemoryStore } from "@rollcall/store/testing";
import { expect, it } from "vitest";
import { planAt } from "../mix/plan-at.ts";
import { scoreHistory, type Scored } from "../score/score-history.ts";
import { emptyTally } from "../score/tally.ts";
import { isStoredAlike } from "./is-stored-alike.ts";
import { recordOf } from "./record-of.ts";

const scored = (index: number): Scored => scoreHistory(emptyTally(), planAt(7, index));

it("writes evidence so that reading it gives the same evidence", () => {
  const { deliveries } = scored(1);
  expect(deliveries.length).toBeGreaterThan(100);
  for (const { evidence } of deliveries) expect(decodeEvidence(recordOf(evidence))).toMatchObject(evidence);
});

it("comes to the same documents and the same report through the attendance service's fold and a store", async () => {
  for (let index = 0; index < 5; index++) {
    expect(await isStoredAlike(new MemoryStore(), scored(index))).toBe(true);
  }
});

it("sees a document that is stored otherwise, and evidence that did not arrive", async () => {
  const history = scored(2);
  const others = history.deliveries.filter(({ evidence }) => evidence.kind !== "participant_left");
  expect(await isStoredAlike(new MemoryStore(), { ...history, deliveries: others })).toBe(false);
  const stays = new Map(history.records.stays).set("PA_eve", emptyStay("PA_eve"));
  const records = { ...history.records, stays };
  expect(await isStoredAlike(new MemoryStore(), { ...history, records })).toBe(false);
});
