import type { Bounded, Instant } from "./instant.ts";
import type { Policy } from "./policy.ts";
import { isValidAbsence, type Departure, type Disappearance, type Stay } from "./stay.ts";
import { isPrompt, timing } from "./timing.ts";

/** How and when a stay ended, as far as evidence tells. */
export interface End extends Bounded {
  readonly how: "left" | "aborted" | "absent" | "lost";
  /** LiveKit's disconnect reason, or why the listing proves an absence. */
  readonly reason: string;
  /** The evidence's id; null for a stay that was given up because there was none. */
  readonly by: string | null;
}

/** What decides an end beside the stay's own evidence. */
export interface EndContext {
  readonly start: Bounded;
  /** When a newer session of the same person in the same room began. */
  readonly newerJoinedAt: Instant | null;
  readonly now: Instant;
  readonly policy: Policy;
}

/** The end of a stay; null while it lives. */
export function endOf(stay: Stay, context: EndContext): End | null {
  const end = departureEnd(stay) ?? absenceEnd(stay) ?? lostEnd(stay, context);
  if (end === null) return null;
  return clampTo(context.start, beforeNewer(reachBack(end, stay), context.newerJoinedAt));
}

function departureEnd(stay: Stay): End | null {
  const departure = stay.endings.find((ending) => ending.how !== "absent");
  if (departure === undefined) return null;
  const end = boundsOfDeparture(departure);
  const absence = firstValidAbsence(stay);
  return absence === undefined ? end : hullIfApart(end, boundsOfAbsence(stay, absence));
}

function boundsOfDeparture({ how, by, reason, createdAt, receivedAt }: Departure): End {
  if (reason === "CONNECTION_TIMEOUT" && how === "left") {
    return {
      at: createdAt + timing.stampMiddleMs - timing.timeoutUsualMs,
      earliest: createdAt - timing.timeoutMostMs,
      latest: createdAt - timing.timeoutLeastMs,
      ...{ how, reason, by },
    };
  }
  return {
    at: isPrompt({ createdAt, receivedAt }) ? receivedAt : createdAt + timing.stampMiddleMs,
    earliest: createdAt - (reason === "CLIENT_INITIATED" ? timing.stampBeforeMs : timing.timeoutMostMs),
    latest: createdAt + timing.stampAfterMs,
    ...{ how, reason, by },
  };
}

function firstValidAbsence(stay: Stay): Disappearance | undefined {
  return stay.endings
    .filter((ending) => ending.how === "absent")
    .filter((ending) => isValidAbsence(stay, ending))
    .toSorted((a, b) => a.lastAnswerAt - b.lastAnswerAt)[0];
}

function absenceEnd(stay: Stay): End | null {
  const absence = firstValidAbsence(stay);
  return absence === undefined ? null : boundsOfAbsence(stay, absence);
}

function boundsOfAbsence(stay: Stay, absence: Disappearance): End {
  const seen = lastSeen(stay);
  return {
    at: seen,
    earliest: seen - timing.ghostlyMs,
    latest: absence.lastAnswerAt,
    ...{ how: "absent" as const, reason: absence.why, by: absence.by },
  };
}

function lostEnd(stay: Stay, { now, policy }: EndContext): End | null {
  const heard = Math.max(lastSeen(stay), stay.heardUntil?.at ?? -Infinity);
  if (now - heard < policy.giveUpAfterMs) return null;
  const seen = lastSeen(stay);
  return {
    at: seen,
    earliest: seen - timing.ghostlyMs,
    latest: heard + policy.giveUpAfterMs,
    how: "lost",
    reason: "no_evidence",
    by: null,
  };
}

/** A stay that was never seen in the room is known by its beginning alone. */
const lastSeen = (stay: Stay): Instant =>
  stay.seenUntil?.at ?? stay.joinedAt?.at ?? stay.activeBy?.at ?? stay.heardUntil?.at ?? 0;

const hullIfApart = (end: End, other: End): End =>
  end.earliest <= other.latest && other.earliest <= end.latest
    ? end
    : {
        ...end,
        earliest: Math.min(end.earliest, other.earliest),
        latest: Math.max(end.latest, other.latest),
      };

/** A node that fell silent and came back may have lost the person in between, so the lower bound goes down. */
function reachBack(end: End, stay: Stay): End {
  const known = end.how === "absent" ? lastSeen(stay) : end.earliest;
  const silences = stay.endings
    .filter((ending) => ending.how === "absent")
    .filter((ending) => !isValidAbsence(stay, ending) && ending.lastAnswerAt > known - timing.ghostlyMs)
    .map(({ firstLookAt }) => firstLookAt - timing.ghostlyMs);
  return { ...end, earliest: Math.min(end.earliest, ...silences) };
}

/** Somebody who came back through another node had left the old session before LiveKit noticed. */
function beforeNewer(end: End, newerJoinedAt: Instant | null): End {
  if (newerJoinedAt === null) return end;
  const isNoticedLate = end.how === "absent" || end.how === "lost" || end.reason === "CONNECTION_TIMEOUT";
  return {
    ...end,
    at: isNoticedLate ? Math.min(end.at, newerJoinedAt) : end.at,
    earliest: newerJoinedAt < end.earliest ? newerJoinedAt - timing.ghostlyMs : end.earliest,
  };
}

/** Nobody leaves before they came. */
function clampTo(start: Bounded, end: End): End {
  const earliest = Math.max(end.earliest, start.earliest);
  const latest = Math.max(end.latest, earliest);
  return { ...end, earliest, latest, at: Math.min(Math.max(end.at, start.at, earliest), latest) };
}
