import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyEvidence } from "../testing/any-evidence.ts";
import { asValues, chanceFrom, emptyRecords, record, recordsOf, type History } from "../testing/index.ts";
import { counterexample, law, patience } from "../testing/law.ts";
import type { Evidence } from "./index.ts";

const documentsOf = (evidence: readonly Evidence[]) => asValues(recordsOf(evidence));

const someEvidence = fc.array(anyEvidence, { minLength: 1, maxLength: 25 });

/** The same pieces in another order, some of them several times. */
const withAnother = someEvidence.chain((evidence) =>
  fc.tuple(
    fc.constant(evidence),
    fc.shuffledSubarray(evidence, { minLength: evidence.length }),
    fc.array(fc.constantFrom(...evidence), { maxLength: 10 }),
  ),
);

/** What storage does between two batches: the documents survive as plain values, nothing else does. */
function documentsInBatches(batches: readonly (readonly Evidence[])[]) {
  let records = emptyRecords();
  for (const batch of batches) {
    for (const evidence of batch) record(records, evidence);
    const stored: ReturnType<typeof asValues> = JSON.parse(JSON.stringify(asValues(records)));
    records = {
      stays: new Map(stored.stays.map((stay) => [stay.sid, stay])),
      rooms: new Map(stored.rooms.map((session) => [session.sid, session])),
      livekit: stored.livekit,
    };
  }
  return asValues(records);
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

describe("evidence that makes no sense", () => {
  it("law: in any order, the documents are the same", patience, () => {
    const found = counterexample(withAnother, ([evidence, shuffled]) =>
      isSame(documentsOf(shuffled), documentsOf(evidence)),
    );
    expect(found).toBeNull();
  });

  it("law: however often it is repeated, the documents are the same", patience, () => {
    const found = counterexample(
      withAnother,
      ([evidence, shuffled, again]) =>
        isSame(documentsOf([...evidence, ...again]), documentsOf(evidence)) &&
        isSame(documentsOf([...again, ...shuffled, ...evidence]), documentsOf(evidence)),
    );
    expect(found).toBeNull();
  });

  it("law: in whatever batches it is folded and stored, the documents are the same", patience, () => {
    const cutUp = fc.tuple(someEvidence, fc.array(fc.nat({ max: 25 }), { maxLength: 4 }));
    const found = counterexample(cutUp, ([evidence, cuts]) => {
      const ends = [0, ...cuts, evidence.length].toSorted((a, b) => a - b);
      const batches = ends.slice(1).map((end, index) => evidence.slice(ends[index], end));
      return isSame(documentsInBatches(batches), documentsOf(evidence));
    });
    expect(found).toBeNull();
  });
});

describe("evidence that LiveKit could give", () => {
  law("in any order and repetition, the documents are the same", ["stormy"], (history: History) => {
    const evidence = history.deliveries.map((delivery) => delivery.evidence);
    const chance = chanceFrom(history.plan.seed).about("another order");
    const another = [...evidence, ...evidence.filter(() => chance.happens(0.2))]
      .map((piece) => ({ piece, place: chance.next() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ piece }) => piece);
    return isSame(documentsOf(another), documentsOf(evidence)) ? [] : ["another order gives other documents"];
  });
});
