import {
  firstInstantOf,
  identityOf,
  isOpen,
  roomSidOf,
  timing,
  type Ending,
  type Instant,
  type RoomSession,
  type Stay,
} from "@rollcall/domain";

/** Scalars that a stay is found by. Domain documents hold claims and marks as lists, which no index can order. */
export interface StayKeys {
  /** Null while no evidence names one. */
  readonly room: string | null;
  readonly roomSid: string | null;
  readonly identity: string;
  readonly open: boolean;
  readonly startedAt: Instant;
  /** No evidence reaches beyond; `Infinity` while the stay is open. */
  readonly endedAt: Instant;
}

export function keysOfStay(stay: Stay): StayKeys {
  const open = isOpen(stay);
  const marks = [stay.joinedAt, stay.activeFrom, stay.activeBy, stay.seenUntil, stay.heardUntil, stay.name];
  const known = [...marks.flatMap((mark) => mark?.at ?? []), ...stay.endings.map(firstInstantOf)];
  return {
    room: stay.room[0]?.value ?? null,
    roomSid: roomSidOf(stay),
    identity: identityOf(stay),
    open,
    startedAt: known.length === 0 ? 0 : Math.min(...known),
    endedAt: open ? Infinity : Math.max(...known, ...stay.endings.map(lastInstantOf)),
  };
}

const lastInstantOf = (ending: Ending): Instant =>
  ending.how === "absent" ? ending.lastAnswerAt : ending.createdAt + timing.stampAfterMs;

export interface SessionKeys {
  readonly room: string | null;
  /** The first start that a webhook told; null when none did. */
  readonly startedAt: Instant | null;
  /** Evidence of any kind reaches from here to `endedAt`, which is `Infinity` while a start has no finish. */
  readonly knownFrom: Instant;
  readonly endedAt: Instant;
}

export function keysOfSession(session: RoomSession): SessionKeys {
  const spans = [...session.verified, ...session.troubles.flatMap((trouble) => trouble.spans)];
  const starts = session.starts.map(({ at }) => at);
  const finishes = session.finishes.map(({ at }) => at);
  const known = [...starts, ...finishes, ...spans.flatMap(({ from, to }) => [from, to])];
  const isRunning = starts.length > 0 && Math.max(...starts) >= Math.max(...finishes);
  return {
    room: session.name[0]?.value ?? null,
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    knownFrom: known.length === 0 ? 0 : Math.min(...known),
    endedAt: isRunning ? Infinity : known.length === 0 ? 0 : Math.max(...known),
  };
}
