import type { Instant } from "./instant.ts";

/** A half-open stretch of time, `from` before `to`. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A span, or nothing when it would be empty. */
export const span = (from: Instant, to: Instant): readonly Span[] => (from < to ? [{ from, to }] : []);

/** The union of spans: in order, disjoint, touching ones joined, those that end before they begin left out. */
export function unite(spans: readonly Span[]): readonly Span[] {
  const united: Span[] = [];
  const real = spans.filter(({ from, to }) => from < to);
  for (const next of real.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = united.at(-1);
    if (last !== undefined && next.from <= last.to) {
      united[united.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      united.push(next);
    }
  }
  return united;
}

/** What of `within` none of `covered` covers. */
export function uncovered(within: Span, covered: readonly Span[]): readonly Span[] {
  const gaps: Span[] = [];
  let reached = within.from;
  for (const cover of unite(covered)) {
    gaps.push(...span(reached, Math.min(cover.from, within.to)));
    reached = Math.max(reached, cover.to);
  }
  return [...gaps, ...span(reached, within.to)];
}

/** The length of a union of spans, in milliseconds; overlaps count once. */
export const lengthOf = (spans: readonly Span[]): number =>
  unite(spans).reduce((sum, { from, to }) => sum + (to - from), 0);

export const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
