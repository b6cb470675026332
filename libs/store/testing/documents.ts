import type { EvidenceRecord } from "@rollcall/contracts";
import {
  emptyRoomSession,
  emptyStay,
  foldRoomSession,
  foldStay,
  type Evidence,
  type Instant,
  type RoomSession,
  type Stay,
} from "@rollcall/domain";

/** Monday, 5 January 2026, 10:00 UTC: when the lessons of the tests begin. */
export const ten: Instant = Date.UTC(2026, 0, 5, 10);

export interface StayFacts {
  readonly sid: string;
  readonly room: string;
  readonly roomSid?: string;
  readonly identity?: string;
  readonly joinedAt?: Instant;
  readonly leftAt?: Instant;
}

/** A stay as the fold makes it of its webhooks. */
export function buildStay(facts: StayFacts): Stay {
  const { sid, room, roomSid = null, identity = "alice", joinedAt = ten, leftAt } = facts;
  const head = { room, roomSid, disconnected: false, reason: "CLIENT_INITIATED" };
  const participant = { sid, identity, name: "", kind: "STANDARD", hidden: false, joinedAt };
  const said = (kind: "participant_joined" | "participant_left", at: Instant): Evidence => {
    return { ...head, kind, participant, id: `EV_${kind}_${sid}`, createdAt: at, receivedAt: at + 5 };
  };
  const joined = foldStay(emptyStay(sid), said("participant_joined", joinedAt));
  return leftAt === undefined ? joined : foldStay(joined, said("participant_left", leftAt));
}

export interface SessionFacts {
  readonly sid: string;
  readonly room: string;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
}

/** A room session as the fold makes it of its webhooks. */
export function buildSession({ sid, room, startedAt = ten, finishedAt }: SessionFacts): RoomSession {
  const said = (kind: "room_started" | "room_finished", at: Instant): Evidence => ({
    kind,
    id: `EV_${kind}_${sid}`,
    createdAt: at,
    receivedAt: at + 5,
    room,
    roomSid: sid,
  });
  const started = foldRoomSession(emptyRoomSession(sid), said("room_started", startedAt));
  return finishedAt === undefined ? started : foldRoomSession(started, said("room_finished", finishedAt));
}

export const buildRecord = (id: string, body = `{"id":${JSON.stringify(id)}}`): EvidenceRecord => ({
  id,
  subject: "evidence.webhook.participant_joined",
  headers: { "Rollcall-Received-At": String(ten) },
  body,
});
