import type { Instant } from "./instant.ts";
import { nameOf, type RoomSession } from "./room-session.ts";
import { identityOf, roomOf, roomSidOf, type Stay } from "./stay.ts";
import { timing } from "./timing.ts";

/**
 * A sign that a stay may be over. It ends nothing, because LiveKit sends false ones (a paused node says
 * `room_finished` for a room that lives on another); it makes the stay unverified and asks for a look.
 */
export interface Hint {
  readonly kind: "room_finished" | "room_restarted" | "other_session" | "newer_stay";
  readonly at: Instant;
  /** The evidence's id, or the newer stay's SID. */
  readonly by: string;
}

/** The hints that are later than the last sight of the stay. */
export function hintsAbout(
  stay: Stay,
  sessions: readonly RoomSession[],
  others: readonly Stay[],
): readonly Hint[] {
  const seen = stay.seenUntil?.at ?? -Infinity;
  return [...sessionHints(stay, sessions), ...newerStays(stay, others)]
    .filter((hint) => hint.at > seen)
    .toSorted((a, b) => a.at - b.at);
}

function sessionHints(stay: Stay, sessions: readonly RoomSession[]): readonly Hint[] {
  const joinedAt = stay.joinedAt?.at ?? -Infinity;
  return sessions
    .filter((session) => nameOf(session) === roomOf(stay))
    .flatMap((session) => {
      const isOwn = session.sid === roomSidOf(stay);
      const kind = isOwn ? ("room_restarted" as const) : ("other_session" as const);
      const starts = session.starts
        .filter(({ at }) => at > joinedAt + timing.restartMs)
        .map((start) => ({ kind, ...start }));
      const finishes = isOwn ? session.finishes : [];
      return [...starts, ...finishes.map((finish) => ({ kind: "room_finished" as const, ...finish }))];
    });
}

/** Newer sessions of the same person in the same room; a LiveKit room holds one session per identity. */
export function newerStays(stay: Stay, others: readonly Stay[]): readonly Hint[] {
  const joinedAt = stay.joinedAt?.at;
  if (joinedAt === undefined) return [];
  return others
    .filter((other) => other.sid !== stay.sid)
    .filter((other) => identityOf(other) === identityOf(stay) && roomOf(other) === roomOf(stay))
    .filter((other) => (other.joinedAt?.at ?? -Infinity) > joinedAt)
    .map((other) => ({ kind: "newer_stay" as const, at: other.joinedAt?.at ?? 0, by: other.sid }))
    .toSorted((a, b) => a.at - b.at);
}
