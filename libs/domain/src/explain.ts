import type { Attendee } from "./attendance.ts";
import { endOf, type EndContext } from "./ending.ts";
import { newerStays, type Hint } from "./hints.ts";
import type { Instant, Mark } from "./instant.ts";
import type { Meeting, UnverifiedSpan } from "./meeting.ts";
import type { Reading, ResolvedStay } from "./resolve.ts";
import { uncovered, unite, type Span } from "./span.ts";
import {
  identityOf,
  isValidAbsence,
  type Departure,
  type Disappearance,
  type Ending,
  type Stay,
} from "./stay.ts";

/** One thing that puts a boundary where it is. All but `gave_up` rest on the piece of evidence `by`. */
export type Reason =
  | MarkReason
  | (Departure & { readonly why: "departed" })
  /** `counts` is false when the session was seen after the first look: LiveKit contradicted itself. */
  | (Omit<Disappearance, "why"> & {
      readonly why: "missing";
      readonly cause: Disappearance["why"];
      readonly counts: boolean;
    })
  | (Mark & { readonly why: "newer_stay"; readonly sid: string })
  | (Hint & { readonly why: "hint" })
  | { readonly why: "gave_up"; readonly afterMs: number };

export interface MarkReason extends Mark {
  readonly why:
    "session_began" | "not_active_before" | "active_at" | "active_by" | "last_seen" | "last_heard";
}

export interface ExplainedStay {
  readonly resolved: ResolvedStay;
  /** Enough to give the start, with its bounds, again. */
  readonly start: readonly Reason[];
  /** Enough to give the end again; of a live stay, what keeps its credit where it is. */
  readonly end: readonly Reason[];
}

/** Why a person has the time that a meeting credits them with, or has none. */
export interface Explanation {
  readonly identity: string;
  readonly meeting: Meeting;
  /** Null for somebody who never counted in this meeting. */
  readonly attendee: Attendee | null;
  readonly stays: readonly ExplainedStay[];
  /** Sessions of the identity that count for nobody. */
  readonly others: readonly ExplainedStay[];
  /** Between the first start and the last end, where nothing is credited. */
  readonly away: readonly Span[];
  /** Where good looks cover the meeting: anybody there for longer than their horizon would have been listed. */
  readonly verified: readonly Span[];
  readonly unverified: readonly UnverifiedSpan[];
}

/** Explains one identity's part in a meeting. `reading` is the one that the meeting was resolved from. */
export function explain(meeting: Meeting, identity: string, reading: Reading): Explanation {
  const attendee = meeting.attendees.find((one) => one.identity === identity) ?? null;
  const others = meeting.others.filter(({ stay }) => identityOf(stay) === identity);
  const until = meeting.endedAt ?? reading.now;
  const within = { from: meeting.startedAt, to: Math.max(until, meeting.startedAt) };
  return {
    identity,
    meeting,
    attendee,
    stays: (attendee?.stays ?? []).map((stay) => explainStay(stay, reading)),
    others: others.map((stay) => explainStay(stay, reading)),
    away: awayOf(attendee),
    verified: uncovered(within, meeting.unverified),
    unverified: meeting.unverified,
  };
}

/** What puts the boundaries of one stay where they are. */
export const explainStay = (resolved: ResolvedStay, reading: Reading): ExplainedStay => ({
  resolved,
  start: startReasons(resolved.stay),
  end: resolved.end === null ? liveReasons(resolved) : endReasons(resolved, reading),
});

/** The ids of all evidence that the reasons rest on. */
export const evidenceBehind = (stays: readonly ExplainedStay[]): readonly string[] => [
  ...new Set(
    stays
      .flatMap(({ start, end }) => [...start, ...end])
      .flatMap((reason) => (reason.why === "gave_up" || isOtherStay(reason) ? [] : [reason.by])),
  ),
];

/** A newer stay is a hint, but no evidence has its SID for an id; its beginning is told as `newer_stay`. */
const isOtherStay = (reason: Reason): boolean => reason.why === "hint" && reason.kind === "newer_stay";

function startReasons(stay: Stay): readonly Reason[] {
  const { joinedAt, activeFrom, activeAt, activeBy, seenUntil } = stay;
  const isSlow = activeFrom !== null && activeFrom.at > (joinedAt?.at ?? -Infinity);
  const reasons = [
    ...told("session_began", joinedAt),
    ...told("not_active_before", isSlow ? activeFrom : null),
    ...told("active_at", activeAt),
    ...told("active_by", activeBy),
  ];
  return reasons.length > 0 ? reasons : told("last_seen", seenUntil);
}

const liveReasons = ({ stay, hints }: ResolvedStay): readonly Reason[] => [
  ...told("last_seen", stay.seenUntil),
  ...hints.map((hint) => ({ why: "hint" as const, ...hint })),
];

function endReasons({ stay, start }: ResolvedStay, { stays, now, policy }: Reading): readonly Reason[] {
  const newer = newerStays(stay, stays)[0];
  const context: EndContext = { start, newerJoinedAt: newer?.at ?? null, now, policy };
  const end = endOf(stay, context);
  const endings = enough(stay, context);
  const isAlone = newer === undefined || sameEnd(end, endOf(stay, { ...context, newerJoinedAt: null }));
  return [
    ...(end?.how === "left" && endings.every(({ how }) => how !== "absent")
      ? []
      : told("last_seen", stay.seenUntil)),
    ...(end?.how === "lost" ? told("last_heard", stay.heardUntil) : []),
    ...endings.map((ending) => endingReason(ending, stay)),
    ...(isAlone ? [] : newerReason(newer, stays)),
    ...(end?.how === "lost" ? [{ why: "gave_up" as const, afterMs: policy.giveUpAfterMs }] : []),
  ];
}

/** As few of the endings as give the same end: whatever can be left out without changing it explains nothing. */
function enough(stay: Stay, context: EndContext): readonly Ending[] {
  const end = endOf(stay, context);
  let kept = stay.endings;
  for (const ending of stay.endings.toReversed()) {
    const fewer = kept.filter((one) => one !== ending);
    if (sameEnd(end, endOf({ ...stay, endings: fewer }, context))) kept = fewer;
  }
  return kept;
}

const sameEnd = (a: ReturnType<typeof endOf>, b: ReturnType<typeof endOf>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function endingReason(ending: Ending, stay: Stay): Reason {
  if (ending.how !== "absent") return { ...ending, why: "departed" };
  const counts = isValidAbsence(stay, ending);
  return { ...ending, why: "missing", cause: ending.why, counts };
}

function newerReason(newer: Hint, stays: readonly Stay[]): readonly Reason[] {
  const joined = stays.find(({ sid }) => sid === newer.by)?.joinedAt ?? null;
  return joined === null ? [] : [{ why: "newer_stay", ...joined, sid: newer.by }];
}

const told = (why: MarkReason["why"], mark: Mark | null): readonly MarkReason[] =>
  mark === null ? [] : [{ why, ...mark }];

function awayOf(attendee: Attendee | null): readonly Span[] {
  const credited = unite((attendee?.stays ?? []).flatMap(({ credit }) => credit.credited));
  const first: Instant | undefined = credited[0]?.from;
  const last = credited.at(-1)?.to;
  return first === undefined || last === undefined ? [] : uncovered({ from: first, to: last }, credited);
}
