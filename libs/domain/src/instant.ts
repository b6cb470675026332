/** Milliseconds since the Unix epoch, in LiveKit's clock unless a name says otherwise. */
export type Instant = number;

/** An instant and the id of the evidence that says so. */
export interface Mark {
  readonly at: Instant;
  readonly by: string;
}

/** An instant that is not known exactly: our best estimate and the bounds that hold the truth. */
export interface Bounded {
  readonly at: Instant;
  readonly earliest: Instant;
  readonly latest: Instant;
}

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** Orders texts by code unit, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareMarks = (a: Mark, b: Mark): number => a.at - b.at || compareText(a.by, b.by);

/** The earlier mark; of equal instants the smaller id, so that arrival cannot matter. */
export const earlierMark = (a: Mark | null, b: Mark | null): Mark | null =>
  a === null ? b : b === null ? a : compareMarks(a, b) <= 0 ? a : b;

/** The later mark; of equal instants the larger id. */
export const laterMark = (a: Mark | null, b: Mark | null): Mark | null =>
  a === null ? b : b === null ? a : compareMarks(a, b) >= 0 ? a : b;

/** Set union of marks, in order. */
export const uniteMarks = (a: readonly Mark[], b: readonly Mark[]): readonly Mark[] =>
  [...a, ...b.filter((mark) => !a.some((known) => compareMarks(known, mark) === 0))].toSorted(compareMarks);
