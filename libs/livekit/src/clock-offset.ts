/** How far LiveKit's clock is ahead of ours, in milliseconds: somewhere from `min` to `max`. */
export type Offset = { readonly min: number; readonly max: number };

/** One answer of LiveKit: its `Date` header, and between which instants of ours it was written. */
export type DateSample = {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Milliseconds since the epoch; a `Date` header holds whole seconds, so its writer's clock stood up to 1 s later. */
  readonly date: number;
};

/** What one answer tells, and when (our clock) it was told. */
export type OffsetReading = Offset & { readonly at: number };

const windowMs = 600_000;
/** How fast two clocks may drift apart: adjtime slews by up to 500 ms in 1,000 s. */
const driftRate = 0.0005;

export function readOffset({ sentAt, receivedAt, date }: DateSample): OffsetReading {
  return { at: receivedAt, min: date - receivedAt, max: date + 1000 - sentAt };
}

/** Those readings that still count: of the ten minutes before the newest. */
export function recentReadings(readings: readonly OffsetReading[]): readonly OffsetReading[] {
  const newest = Math.max(...readings.map(({ at }) => at));
  return readings.filter(({ at }) => newest - at <= windowMs);
}

/**
 * What all recent readings together tell about the offset at `now`; null without any. Readings that agree are
 * intersected, older ones first widened by the drift since. Where they stop agreeing a clock was set: the newer
 * ones start again, and the hull of both is kept until the older have gone, for it may have been the newer that
 * were wrong. A step becomes visible once it is larger than what the readings since then leave open: until then the
 * answer is wrong by less than that.
 */
export function mergeOffset(readings: readonly OffsetReading[], now: number): Offset | null {
  const newestFirst = recentReadings(readings).toSorted((a, b) => b.at - a.at);
  const agreements = newestFirst.map((reading) => widened(reading, now)).reduce(intersectLast, []);
  return agreements.length === 0
    ? null
    : {
        min: Math.min(...agreements.map(({ min }) => min)),
        max: Math.max(...agreements.map(({ max }) => max)),
      };
}

function widened({ at, min, max }: OffsetReading, now: number): Offset {
  const drift = Math.max(0, now - at) * driftRate;
  return { min: min - drift, max: max + drift };
}

function intersectLast(agreements: readonly Offset[], next: Offset): readonly Offset[] {
  const last = agreements.at(-1);
  if (last === undefined) return [next];
  const both = { min: Math.max(last.min, next.min), max: Math.min(last.max, next.max) };
  return both.min <= both.max ? [...agreements.slice(0, -1), both] : [...agreements, next];
}
