import type { Bounded, Instant } from "@rollcall/domain";

/** RFC 3339 knows four digits for a year; what LiveKit claims beyond is shown as the last instant of them. */
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** RFC 3339, UTC, milliseconds. */
export const timeText = (at: Instant): string =>
  new Date(Math.min(Math.max(Math.round(at), 0), lastInstant)).toISOString();

export const timeTextOrNull = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : timeText(at);

/** Seconds with the precision of milliseconds. */
export const secondsOf = (ms: number): number => Math.round(ms) / 1_000;

export const boundedAnswer = ({ at, earliest, latest }: Bounded) => ({
  at: timeText(at),
  earliest: timeText(earliest),
  latest: timeText(latest),
});
