import { timing, type EarlierLook } from "@rollcall/domain";
import type { TakenLook } from "./take-look.ts";

/** Looks beyond these say nothing about now. */
const oldestMs = 180_000;
const mostLooks = 4;

/** LiveKit's clock as we know it can move a little between two looks. */
const marginMs = 500;

/** Nothing is asked twice within this. */
const soonestMs = 5_000;

/** No follow-up is due later than this after its look; one that seems to be was dated by a clock that has been set. */
const longestWaitMs = 35_000;

/** The earlier looks that still count for one that begins at `askedAt`, in LiveKit's clock. */
export const countingLooks = (earlier: readonly EarlierLook[], askedAt: number): readonly EarlierLook[] =>
  earlier.filter((look) => look.askedAt <= askedAt && askedAt - look.askedAt <= oldestMs).slice(-mostLooks);

export interface FollowUp {
  /** In our own clock. */
  readonly at: number;
  readonly earlier: readonly EarlierLook[];
}

/** A list that no media node gives takes three seconds; a question that comes later than this waited for its turn. */
const listingMostMs = 3_500;

/** When to look again at those whom a look suspects of having gone, and what that look must know. */
export function followUpOf(
  remembered: EarlierLook,
  earlier: readonly EarlierLook[],
  taken: Pick<TakenLook, "startedAt" | "probedAt">,
): FollowUp {
  const looks = countingLooks([...earlier, remembered], remembered.askedAt);
  const afterMs = dueAt(looks) - remembered.askedAt + marginMs;
  const countsFrom = Math.max(taken.startedAt, taken.probedAt - listingMostMs);
  return { earlier: looks, at: countsFrom + afterMs };
}

/** When the last of these looks is worth another one, in LiveKit's clock. */
function dueAt(looks: readonly EarlierLook[]): number {
  const last = looks.at(-1);
  if (last === undefined) return -Infinity;
  const decidable = [...last.silent, ...last.ghosts].map((sid) => decidableAt(sid, looks));
  return Math.max(Math.min(...decidable), last.askedAt + soonestMs);
}

/** The earliest instant at which another silence would prove this session's absence, or bring the proof nearer. */
function decidableAt(sid: string, looks: readonly EarlierLook[]): number {
  const suspecting = looks.filter(({ silent, ghosts }) => silent.includes(sid) || ghosts.includes(sid));
  const first = suspecting[0]?.askedAt ?? Infinity;
  const isGhost = suspecting.some(({ ghosts }) => ghosts.includes(sid));
  return first + (isGhost && suspecting.length > 1 ? timing.ghostAbsenceMs : timing.absenceMs);
}

/**
 * How long a follow-up must still wait until it can decide what it was asked for; 0 when it need not. It comes too
 * early when NATS' clock is ahead of ours: a look at once would decide nothing, and ask for the next one at once.
 */
export function tooEarlyByMs(earlier: readonly EarlierLook[], askedAt: number): number {
  const missing = dueAt(earlier) - askedAt;
  return missing > 0 && missing <= longestWaitMs ? missing : 0;
}
