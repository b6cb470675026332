import type { Evidence, RoomEvidence } from "./evidence.ts";
import { roomKeysOf } from "./fold-room.ts";
import { isControlRoom } from "./room-session.ts";

/** The documents that a piece of evidence names, and so may change. */
export interface Touched {
  readonly stays: readonly string[];
  readonly rooms: readonly string[];
  readonly livekit: boolean;
}

export function touchedBy(evidence: Evidence): Touched {
  switch (evidence.kind) {
    case "participant_joined":
    case "participant_left":
    case "participant_connection_aborted":
    case "track_published":
    case "track_unpublished":
      return { stays: [evidence.participant.sid], rooms: [], livekit: false };
    case "room_started":
    case "room_finished":
      return { stays: [], rooms: sessionOf(evidence), livekit: false };
    case "census":
      return { stays: [], rooms: [], livekit: true };
    case "snapshot": {
      const named = [...evidence.present, ...evidence.joining, ...evidence.absent, ...evidence.undecided];
      return { stays: named.map(({ sid }) => sid), rooms: roomKeysOf(evidence), livekit: false };
    }
  }
}

/** Control rooms are ours; nothing is kept of them. */
const sessionOf = ({ room, roomSid }: RoomEvidence): readonly string[] =>
  roomSid === null || isControlRoom(room) ? [] : [roomSid];
