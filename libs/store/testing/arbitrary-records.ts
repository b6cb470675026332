import type { EvidenceRecord } from "@rollcall/contracts";
import { second } from "@rollcall/domain";
import * as fc from "fast-check";
import { ten } from "./documents.ts";
import { censusRecord, listed, snapshotRecord, webhookRecord } from "./records.ts";

const rooms = ["maths", "a.b $ > *", "__proto__"];
const sids = ["PA_1", "PA_2", "PA_3"];

const room = fc.constantFrom(...rooms);
const sid = fc.constantFrom(...sids);
const severalSids = fc.uniqueArray(sid, { maxLength: 3 });
/** Few instants, so that ties are frequent. */
const instant = fc.integer({ min: 0, max: 20 }).map((n) => ten + n * second);
const id = fc.integer({ min: 0, max: 400 }).map((n) => `EV_${n}`);

const participantEvent = fc
  .record({
    id,
    event: fc.constantFrom(
      "participant_joined",
      "participant_left",
      "participant_connection_aborted",
      "track_published",
    ),
    room,
    sid,
    createdAt: instant,
    reason: fc.constantFrom("CLIENT_INITIATED", "CONNECTION_TIMEOUT"),
  })
  .map((facts) => webhookRecord({ ...facts, identity: `identity of ${facts.sid}` }));

const roomEvent = fc
  .record({ id, event: fc.constantFrom("room_started", "room_finished"), room, createdAt: instant })
  .map(webhookRecord);

const snapshot = fc
  .record({
    id,
    room,
    askedAt: instant,
    trouble: fc.constantFrom(null, null, "livekit_timeout"),
    present: severalSids.map((found) => found.map((each) => listed(each, `identity of ${each}`))),
    absent: severalSids.map((gone) =>
      gone.map((each) => ({ sid: each, why: "silent" as const, firstLookAt: ten + 5 * second })),
    ),
    undecided: severalSids.map((open) =>
      open.map((each) => ({ sid: each, why: "silent_once", heard: false })),
    ),
  })
  .map(snapshotRecord);

const census = fc.record({ id, askedAt: instant }).map(censusRecord);
const other = fc.record({ id, event: fc.constant("egress_started"), room }).map(webhookRecord);

/** Evidence of every kind about few rooms and people, so that much of it meets in one document. */
export const arbitraryRecord: fc.Arbitrary<EvidenceRecord> = fc.oneof(
  { weight: 5, arbitrary: participantEvent },
  { weight: 2, arbitrary: roomEvent },
  { weight: 3, arbitrary: snapshot },
  census,
  other,
);

export const arbitraryRecords = fc.array(arbitraryRecord, { maxLength: 30 });
