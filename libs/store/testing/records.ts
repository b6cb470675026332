import {
  subjects,
  webhookHeaders,
  type CensusMessage,
  type EvidenceRecord,
  type SnapshotMessage,
} from "@rollcall/contracts";
import { minute, type Instant, type Participant } from "@rollcall/domain";
import { ten } from "./documents.ts";

export interface WebhookFacts {
  readonly id?: string;
  readonly event: string;
  readonly room: string;
  readonly roomSid?: string;
  readonly sid?: string;
  readonly identity?: string;
  readonly joinedAt?: Instant;
  readonly createdAt?: Instant;
  readonly receivedAt?: Instant;
  readonly reason?: string;
}

/** A webhook as ingress publishes it. */
export function webhookRecord(facts: WebhookFacts): EvidenceRecord {
  const { event, room, roomSid = `RM_${room}`, sid, identity = "alice", createdAt = ten } = facts;
  const { receivedAt = createdAt + 5, joinedAt = ten, reason = "CLIENT_INITIATED" } = facts;
  const id = facts.id ?? `EV_${event}_${sid ?? roomSid}`;
  const participant = { sid, identity, joinedAtMs: String(joinedAt), disconnectReason: reason };
  const body = {
    event,
    room: { sid: roomSid, name: room },
    ...(sid === undefined ? {} : { participant }),
    id,
    createdAt: String(Math.floor(createdAt / 1_000)),
  };
  return {
    id,
    subject: subjects.webhook(event),
    headers: { [webhookHeaders.receivedAt]: String(receivedAt) },
    body: JSON.stringify(body),
  };
}

export type SnapshotFacts = Pick<SnapshotMessage, "room"> & Partial<SnapshotMessage>;

/** A snapshot as the verifier publishes it: a good look in which nobody was found, unless `facts` say otherwise. */
export function snapshotRecord(facts: SnapshotFacts): EvidenceRecord {
  const { askedAt = ten + minute } = facts;
  const snapshot: SnapshotMessage = {
    version: 1,
    kind: "snapshot",
    id: `SN_${facts.room}_${askedAt}`,
    roomSids: [`RM_${facts.room}`],
    roomSid: `RM_${facts.room}`,
    askedAt,
    answeredAt: askedAt + 20,
    horizonMs: minute,
    trouble: null,
    present: [],
    joining: [],
    absent: [],
    undecided: [],
    ...facts,
  };
  return { id: snapshot.id, subject: subjects.snapshot, headers: {}, body: JSON.stringify(snapshot) };
}

export function censusRecord(facts: Partial<CensusMessage> = {}): EvidenceRecord {
  const { askedAt = ten + minute } = facts;
  const census: CensusMessage = {
    version: 1,
    kind: "census",
    id: `CE_${askedAt}`,
    askedAt,
    answeredAt: askedAt + 20,
    horizonMs: minute,
    trouble: null,
    ...facts,
  };
  return { id: census.id, subject: subjects.census, headers: {}, body: JSON.stringify(census) };
}

/** Somebody as a listing names them. */
export const listed = (sid: string, identity = "alice", joinedAt: Instant = ten): Participant => ({
  sid,
  identity,
  name: "",
  kind: "STANDARD",
  hidden: false,
  joinedAt,
});
