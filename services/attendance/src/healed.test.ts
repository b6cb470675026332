import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { minute, second, type Stay } from "@rollcall/domain";
import { foldBatch, touchedByAll, type Change, type Documents } from "@rollcall/store";
import { buildStay, listed, snapshotRecord, ten, webhookRecord } from "@rollcall/store/testing";
import { describe, expect, it } from "vitest";
import { isHealedJoin, isHealedLeave } from "./healed.ts";

/** What records change about Alice's stay. */
function changeOf(records: readonly EvidenceRecord[], known?: Stay): Change<Stay> {
  const evidence = records.map(decodeEvidence).filter((piece) => piece !== null);
  const stays = new Map(known === undefined ? [] : [[known.sid, { document: known, version: 1 }]]);
  const documents: Documents = { stays, rooms: new Map(), livekit: null };
  const [change] = foldBatch(documents, evidence, touchedByAll(evidence)).stays;
  if (change === undefined) throw new Error("the records change nothing");
  return change;
}

const seen = snapshotRecord({ room: "maths", present: [listed("PA_1")] });
const joined = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" });
const left = webhookRecord({
  event: "participant_left",
  room: "maths",
  sid: "PA_1",
  createdAt: ten + minute,
});
const gone = snapshotRecord({
  room: "maths",
  askedAt: ten + minute,
  absent: [{ sid: "PA_1", why: "silent", firstLookAt: ten + 30 * second }],
});
const known = buildStay({ sid: "PA_1", room: "maths" });

describe("a healed join", () => {
  it("is a stay that a look found and no webhook told of", () => {
    expect(isHealedJoin(changeOf([seen]))).toBe(true);
    expect(isHealedJoin(changeOf([seen, joined]))).toBe(false);
    expect(isHealedJoin(changeOf([joined]))).toBe(false);
  });

  it("is not found twice", () => {
    expect(isHealedJoin(changeOf([seen], known))).toBe(false);
  });
});

describe("a healed leave", () => {
  it("is a stay that two looks ended and no webhook did", () => {
    expect(isHealedLeave(changeOf([gone], known))).toBe(true);
    expect(isHealedLeave(changeOf([gone, left], known))).toBe(false);
    expect(isHealedLeave(changeOf([left], known))).toBe(false);
  });

  it("is not found twice", () => {
    const ended = changeOf([gone], known).after;
    const later = snapshotRecord({
      room: "maths",
      askedAt: ten + 2 * minute,
      absent: [{ sid: "PA_1", why: "silent", firstLookAt: ten + minute }],
    });
    expect(isHealedLeave(changeOf([later], ended))).toBe(false);
  });

  it("is none while LiveKit contradicts itself", () => {
    const present = snapshotRecord({ room: "maths", askedAt: ten + minute, present: [listed("PA_1")] });
    expect(isHealedLeave(changeOf([gone, present], known))).toBe(false);
  });
});
