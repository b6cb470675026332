import { subjects, webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";

/** Monday, 2 March 2026, 09:00 UTC. */
export const nine: Instant = Date.UTC(2026, 2, 2, 9);

export interface Person {
  readonly sid: string;
  readonly identity: string;
  readonly name?: string;
  readonly kind?: string;
  readonly hidden?: boolean;
  readonly joinedAt: Instant;
}

export interface Place {
  readonly room: string;
  readonly roomSid: string;
}

type ParticipantEvent = "participant_joined" | "participant_left" | "participant_connection_aborted";

/** What LiveKit says of a person, as ingress stores it. A prompt webhook arrives 5 ms after the fact. */
export function said(
  event: ParticipantEvent,
  place: Place,
  person: Person,
  at: Instant,
  reason?: string,
): EvidenceRecord {
  const { sid, identity, name = identity, kind, hidden = false, joinedAt } = person;
  return webhook(event, place, `EV_${event}_${sid}`, at, {
    participant: {
      ...{ sid, identity, name, joinedAtMs: String(joinedAt), permission: { hidden } },
      ...(kind !== undefined && { kind }),
      ...(reason !== undefined && { disconnectReason: reason }),
    },
  });
}

export const saidOfRoom = (
  event: "room_started" | "room_finished",
  place: Place,
  at: Instant,
): EvidenceRecord => webhook(event, place, `EV_${event}_${place.roomSid}`, at, {});

function webhook(
  event: string,
  { room, roomSid }: Place,
  id: string,
  at: Instant,
  more: object,
): EvidenceRecord {
  const body = { event, room: { sid: roomSid, name: room }, ...more, id };
  return {
    id,
    subject: subjects.webhook(event),
    headers: { [webhookHeaders.receivedAt]: String(at + 5), [webhookHeaders.bodySha256]: "0".repeat(64) },
    body: JSON.stringify({ ...body, createdAt: String(Math.floor(at / 1_000)) }),
  };
}

/** A person who came and, unless they are still there, left as people do. */
export const attended = (place: Place, person: Person, leftAt?: Instant): readonly EvidenceRecord[] => [
  said("participant_joined", place, person, person.joinedAt),
  ...(leftAt === undefined ? [] : [said("participant_left", place, person, leftAt, "CLIENT_INITIATED")]),
];
