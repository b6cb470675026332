import { decodeEvidence } from "@rollcall/contracts";
import { minute, type Evidence } from "@rollcall/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryRecords } from "../testing/arbitrary-records.ts";
import { ten } from "../testing/documents.ts";
import { listed, snapshotRecord, webhookRecord } from "../testing/records.ts";
import { canonicalJson } from "./canonical-json.ts";
import { foldBatch, touchedByAll } from "./fold-batch.ts";
import type { Change, Documents, Versioned } from "./port.ts";

const nothing: Documents = { stays: new Map(), rooms: new Map(), livekit: null };

/** What the documents are after the batch. */
function after(documents: Documents, evidence: readonly Evidence[]): Documents {
  const { stays, rooms, livekit } = foldBatch(documents, evidence, touchedByAll(evidence));
  return {
    stays: new Map([...documents.stays, ...stays.map((stay) => [stay.after.sid, stored(stay)] as const)]),
    rooms: new Map([...documents.rooms, ...rooms.map((room) => [room.after.sid, stored(room)] as const)]),
    livekit: livekit === null ? documents.livekit : stored(livekit),
  };
}

const stored = <T>({ after: document, version }: Change<T>): Versioned<T> => ({
  document,
  version: version + 1,
});

const bytesOf = ({ stays, rooms, livekit }: Documents): readonly string[] =>
  [...stays.values(), ...rooms.values(), ...(livekit === null ? [] : [livekit])]
    .map(({ document }) => canonicalJson(document))
    .toSorted();

const evidenceOf = (records: Parameters<typeof decodeEvidence>[0][]) =>
  records.map(decodeEvidence).filter((piece) => piece !== null);

const evidence = arbitraryRecords.map(evidenceOf);

describe("folding a batch", () => {
  it("law: any order, repetition and split into batches gives the same documents", () => {
    const history = evidence.chain((pieces) =>
      fc.record({
        pieces: fc.constant(pieces),
        reordered: fc
          .shuffledSubarray([...pieces, ...pieces], { minLength: pieces.length })
          .map((some) => [...some, ...pieces]),
        cut: fc.nat({ max: pieces.length }),
      }),
    );
    fc.assert(
      fc.property(history, ({ pieces, reordered, cut }) => {
        const expected = bytesOf(after(nothing, pieces));
        const inTwo = after(after(nothing, reordered.slice(0, cut)), reordered.slice(cut));
        expect(bytesOf(inTwo)).toEqual(expected);
      }),
    );
  });

  it("law: evidence that is known already changes nothing", () => {
    fc.assert(
      fc.property(evidence, (pieces) => {
        const known = after(nothing, pieces);
        const again = foldBatch(known, pieces.toReversed(), touchedByAll(pieces));
        expect(again).toEqual({ stays: [], rooms: [], livekit: null });
      }),
    );
  });

  it("makes no document of evidence that says nothing of it", () => {
    const undecided = [{ sid: "PA_1", why: "silent_once", heard: false }];
    const pieces = evidenceOf([snapshotRecord({ room: "maths", undecided })]);
    expect(foldBatch(nothing, pieces, touchedByAll(pieces)).stays).toEqual([]);
  });

  it("leaves alone what it was not asked about", () => {
    const pieces = evidenceOf([
      snapshotRecord({ room: "maths", present: [listed("PA_1"), listed("PA_2", "bob")] }),
      webhookRecord({ event: "participant_left", room: "maths", sid: "PA_1", createdAt: ten + minute }),
    ]);
    const changes = foldBatch(nothing, pieces, { stays: ["PA_2"], rooms: [], livekit: false });
    expect(changes.stays.map(({ after: { sid } }) => sid)).toEqual(["PA_2"]);
    expect(changes.rooms).toEqual([]);
  });
});
