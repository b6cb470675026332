import { endOf, type End } from "./ending.ts";
import { hintsAbout, newerStays, type Hint } from "./hints.ts";
import type { Bounded, Instant } from "./instant.ts";
import { categoryOf, staleAfterMs, type Category, type Policy } from "./policy.ts";
import type { RoomSession } from "./room-session.ts";
import { span, type Span } from "./span.ts";
import { identityOf, participantKindOf, roomOf, type Stay } from "./stay.ts";
import { timing } from "./timing.ts";

export type StayState = "present" | "unverified" | "ended";

/** A stay as it stands at an instant of reading: the rules that span documents applied, nothing stored. */
export interface ResolvedStay {
  readonly stay: Stay;
  readonly category: Category;
  readonly state: StayState;
  readonly start: Bounded;
  readonly end: End | null;
  readonly hints: readonly Hint[];
  readonly credit: Credit;
}

/** Time in the room: at least, as we count it, at most. Each lies within the next. */
export interface Credit {
  readonly minimum: readonly Span[];
  readonly credited: readonly Span[];
  readonly maximum: readonly Span[];
}

export interface Reading {
  readonly sessions: readonly RoomSession[];
  readonly stays: readonly Stay[];
  /** The instant of reading, in LiveKit's clock. */
  readonly now: Instant;
  readonly policy: Policy;
}

/** Every stay of the reading, resolved. The one place with rules that span documents. */
export function resolve(reading: Reading): readonly ResolvedStay[] {
  const siblings = Map.groupBy(reading.stays, (stay) => JSON.stringify([roomOf(stay), identityOf(stay)]));
  return [...siblings.values()].flatMap((group) => group.map((stay) => resolveStay(stay, group, reading)));
}

function resolveStay(stay: Stay, siblings: readonly Stay[], reading: Reading): ResolvedStay {
  const { now, policy } = reading;
  const start = startOf(stay);
  const newerJoinedAt = newerStays(stay, siblings)[0]?.at ?? null;
  const end = endOf(stay, { start, newerJoinedAt, now, policy });
  const hints = end === null ? hintsAbout(stay, reading.sessions, siblings) : [];
  const state = end !== null ? "ended" : isFresh(stay, hints, reading) ? "present" : "unverified";
  const category = wasActive(stay)
    ? categoryOf(participantKindOf(stay), stay.hidden, policy)
    : ("never_active" as const);
  return { stay, category, state, start, end, hints, credit: creditOf(stay, start, end, now) };
}

const wasActive = (stay: Stay): boolean => stay.activeBy !== null;

const isFresh = (stay: Stay, hints: readonly Hint[], { now, policy }: Reading): boolean =>
  hints.length === 0 && now - (stay.seenUntil?.at ?? -Infinity) <= staleAfterMs(policy);

function startOf(stay: Stay): Bounded {
  const earliest = stay.joinedAt?.at ?? stay.activeFrom?.at ?? stay.activeBy?.at ?? stay.seenUntil?.at ?? 0;
  const latest = Math.max(stay.activeBy?.at ?? earliest, earliest);
  return { at: Math.min(startEstimate(stay, earliest), latest), earliest, latest };
}

/** Time counts from the first media: when LiveKit told of it, or else from as soon as it can have flowed. */
function startEstimate({ activeFrom, activeAt }: Stay, earliest: Instant): Instant {
  const least = Math.max(earliest, activeFrom?.at ?? earliest);
  if (activeAt !== null) return Math.max(activeAt.at, least);
  return least === earliest ? earliest : least + timing.stampMiddleMs;
}

/** The clock never runs ahead of evidence: a live stay is credited until it was last seen. */
function creditOf(stay: Stay, start: Bounded, end: End | null, now: Instant): Credit {
  if (!wasActive(stay)) return { minimum: [], credited: [], maximum: [] };
  const seen = stay.seenUntil?.at ?? start.at;
  const until = end ?? { earliest: seen - timing.ghostlyMs, at: seen, latest: Math.max(now, seen) };
  return {
    minimum: span(start.latest, until.earliest),
    credited: span(start.at, until.at),
    maximum: span(start.earliest, until.latest),
  };
}
