import { timing, type EarlierLook } from "@rollcall/domain";
import type { TakenLook } from "./take-look.ts";

/** Looks beyond these say nothing about now. */
const oldestMs = 180_000;
const mostLooks = 4;

/** LiveKit's clock as we know it can move a little between two looks. */
const marginMs = 500;

/** Nothing is asked twice within this. */
const soonestMs = 5_000;

/** A follow-up that comes this much too early, because NATS' clock is ahead of ours, waits; otherwise it asks again. */
const longestWaitMs = 5_000;

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
  const suspected = [...remembered.silent, ...remembered.ghosts];
  const dueAt = Math.min(...suspected.map((sid) => decidableAt(sid, looks)));
  const afterMs = Math.max(dueAt - remembered.askedAt, soonestMs) + marginMs;
  const countsFrom = Math.max(taken.startedAt, taken.probedAt - listingMostMs);
  return { earlier: looks, at: countsFrom + afterMs };
}

/** The earliest instant at which another silence would prove this session's absence, or bring the proof nearer. */
function decidableAt(sid: string, looks: readonly EarlierLook[]): number {
  const suspecting = looks.filter(({ silent, ghosts }) => silent.includes(sid) || ghosts.includes(sid));
  const first = suspecting[0]?.askedAt ?? Infinity;
  const isGhost = suspecting.some(({ ghosts }) => ghosts.includes(sid));
  return first + (isGhost && suspecting.length > 1 ? timing.ghostAbsenceMs : timing.absenceMs);
}

/** How long a follow-up must still wait until it is far enough from the look that asked for it; 0 when it need not. */
export function tooEarlyByMs(earlier: readonly EarlierLook[], askedAt: number): number {
  const last = earlier.at(-1);
  if (last === undefined) return 0;
  const missing = last.askedAt + timing.absenceMs - askedAt;
  return missing > 0 && missing <= longestWaitMs ? missing : 0;
}
