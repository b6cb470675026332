/** How values are spread; each null when there is none. */
export interface Spread {
  readonly count: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly worst: number | null;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).toSorted();
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    worst: quantile(sorted, 1),
  };
}

/** The smallest value that so great a share does not exceed. */
const quantile = (sorted: Float64Array, share: number): number | null =>
  sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? null;
