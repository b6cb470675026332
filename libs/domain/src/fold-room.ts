import type { Census, Evidence, Snapshot } from "./evidence.ts";
import { compareText, laterMark, uniteMarks } from "./instant.ts";
import { roomKey, type LiveKit, type RoomSession, type Troubles } from "./room-session.ts";
import { claim } from "./fold-stay.ts";
import { unite, type Span } from "./span.ts";

/** What `evidence` adds to what is known of a room session; obeys the same laws as `foldStay`. */
export function foldRoomSession(session: RoomSession, evidence: Evidence): RoomSession {
  switch (evidence.kind) {
    case "room_started":
    case "room_finished": {
      if (evidence.roomSid !== session.sid) return session;
      const which = evidence.kind === "room_started" ? "starts" : "finishes";
      const marks = uniteMarks(session[which], [{ at: evidence.createdAt, by: evidence.id }]);
      return { ...session, name: claim(session.name, 0, evidence.room), [which]: marks };
    }
    case "snapshot":
      return roomKeysOf(evidence).includes(session.sid) ? foldLook(session, evidence) : session;
    default:
      return session;
  }
}

/** The room sessions that a look speaks of; trouble without any known SID is kept under the room's name. */
export const roomKeysOf = (snapshot: Snapshot): readonly string[] =>
  snapshot.roomSids.length === 0 && snapshot.trouble !== null ? [roomKey(snapshot.room)] : snapshot.roomSids;

function foldLook(session: RoomSession, snapshot: Snapshot): RoomSession {
  const name = claim(session.name, 1, snapshot.room);
  const covered = { from: snapshot.askedAt - snapshot.horizonMs, to: snapshot.answeredAt };
  return snapshot.trouble === null
    ? { ...session, name, verified: unite([...session.verified, covered]) }
    : { ...session, name, troubles: addTrouble(session.troubles, snapshot.trouble, inVain(snapshot)) };
}

/** What `evidence` adds to what is known of LiveKit as a whole. */
export function foldLiveKit(livekit: LiveKit, evidence: Evidence): LiveKit {
  if (evidence.kind !== "census") return livekit;
  return evidence.trouble === null
    ? { ...livekit, askedUntil: laterMark(livekit.askedUntil, { at: evidence.askedAt, by: evidence.id }) }
    : { ...livekit, troubles: addTrouble(livekit.troubles, evidence.trouble, inVain(evidence)) };
}

/** A failed look stands for the interval before it too, so that lasting trouble is one span and not a thousand. */
const inVain = ({ askedAt, answeredAt, horizonMs }: Snapshot | Census): Span => ({
  from: askedAt - horizonMs / 2,
  to: answeredAt,
});

function addTrouble(troubles: Troubles, reason: string, spent: Span): Troubles {
  const known = troubles.find((trouble) => trouble.reason === reason)?.spans ?? [];
  return [
    ...troubles.filter((trouble) => trouble.reason !== reason),
    { reason, spans: unite([...known, spent]) },
  ].toSorted((a, b) => compareText(a.reason, b.reason));
}
