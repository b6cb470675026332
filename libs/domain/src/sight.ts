import type { Sight } from "./attendance.ts";
import type { Instant } from "./instant.ts";
import type { Policy } from "./policy.ts";
import type { RoomSession } from "./room-session.ts";

/** What is known of LiveKit's answers about one room. */
export interface Asked {
  readonly sessions: readonly RoomSession[];
  /** When LiveKit last listed all its rooms. */
  readonly roomsListedAt: Instant | null;
  /** When a look at this room that is not stored yet succeeded. */
  readonly lookedAt: Instant | null;
}

/**
 * Until when somebody in the room would have been seen. A list of all rooms counts as long as no look at this one
 * was in vain since: a room that cannot be looked at may hold people whose joining we missed.
 */
export function sightOf(asked: Asked, now: Instant, policy: Policy): Sight {
  const good = latest([asked.lookedAt, ...asked.sessions.map(({ verified }) => verified.at(-1)?.to)]);
  const inVain = latest(
    asked.sessions.flatMap(({ troubles }) => troubles.map(({ spans }) => spans.at(-1)?.to)),
  );
  const isInVain = inVain !== null && inVain > (good ?? -Infinity);
  return { askedUntil: isInVain ? good : latest([good, asked.roomsListedAt]), now, policy };
}

function latest(instants: readonly (Instant | null | undefined)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null && instant !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
