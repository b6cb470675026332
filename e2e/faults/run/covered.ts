import type { ApiStay } from "@rollcall/contracts";
import type { Person } from "../traffic/people.ts";
import type { Silence } from "../traffic/start-traffic.ts";

/** Answers are rounded to milliseconds. */
const roundingSeconds = 0.01;

/** Whether more is credited than lies between the start of each stay and its end, or the last evidence of it. */
export function isOverCredited(stays: readonly ApiStay[], creditedSeconds: number): boolean {
  const covered = stays.reduce((sum, { start, end, seenUntil }) => {
    const until = end?.at ?? seenUntil ?? start.at;
    return sum + Math.max(0, Date.parse(until) - Date.parse(start.at)) / 1_000;
  }, 0);
  return creditedSeconds > covered + roundingSeconds;
}

/** A look that ends after a silence may have begun in it, and is dated by its beginning. */
const lookMs = 15_000;

/** LiveKit's stamps and the `Date` headers that tell its clock are whole seconds. */
const stampMs = 1_000;

/** Whether somebody is called seen at a moment at which LiveKit's API told nothing and no webhook told of them. */
export function isSeenInSilence(
  { seenUntil }: ApiStay,
  { shownAt }: Person,
  silences: readonly Silence[],
): boolean {
  const seenAt = Date.parse(seenUntil ?? "");
  const isTold = shownAt.some((at) => Math.abs(at - seenAt) <= stampMs);
  return !isTold && silences.some(({ from, to }) => seenAt > from + stampMs && seenAt < to - lookMs);
}
