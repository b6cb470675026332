import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeOffset, readOffset, type Offset, type OffsetReading } from "./clock-offset.ts";

/** An answer written by a clock that is `ahead` of ours, `way` after it was asked for. */
function readingOf(ahead: number, { sentAt, way, back }: { sentAt: number; way: number; back: number }) {
  const date = Math.floor((sentAt + way + ahead) / 1000) * 1000;
  return readOffset({ sentAt, receivedAt: sentAt + way + back, date });
}

const holds = ({ min, max }: Offset, truth: number) => min <= truth && truth <= max;
const width = ({ min, max }: Offset) => max - min;

const ahead = fc.integer({ min: -30_000, max: 30_000 });
const trip = fc.record({
  sentAt: fc.integer({ min: 0, max: 599_000 }),
  way: fc.integer({ min: 0, max: 500 }),
  back: fc.integer({ min: 0, max: 500 }),
});
const trips = fc.array(trip, { minLength: 1, maxLength: 30 });
const now = 600_000;

const merged = (readings: readonly OffsetReading[], at = now): Offset =>
  mergeOffset(readings, at) ?? { min: Infinity, max: -Infinity };

describe("law: the true offset", () => {
  it("lies inside what every reading and all readings tell", () => {
    fc.assert(
      fc.property(ahead, trips, (truth, taken) => {
        const readings = taken.map((one) => readingOf(truth, one));
        expect(readings.every((reading) => holds(reading, truth))).toBe(true);
        expect(holds(merged(readings), truth)).toBe(true);
      }),
    );
  });

  it("is known no worse by more readings, in any order", () => {
    fc.assert(
      fc.property(ahead, trips, trip, (truth, taken, another) => {
        const readings = taken.map((one) => readingOf(truth, one));
        const more = [...readings, readingOf(truth, another)];
        expect(width(merged(more))).toBeLessThanOrEqual(width(merged(readings)));
        expect(merged(more.toReversed())).toEqual(merged(more));
      }),
    );
  });

  it("stays inside while the clocks drift apart by up to 500 millionths", () => {
    fc.assert(
      fc.property(
        ahead,
        trips,
        fc.double({ min: -0.0005, max: 0.0005, noNaN: true }),
        (start, taken, rate) => {
          const readings = taken.map((one) => readingOf(start + rate * one.sentAt, one));
          const slack = 1; // the drift during one trip
          const { min, max } = merged(readings);
          expect(holds({ min: min - slack, max: max + slack }, start + rate * now)).toBe(true);
        },
      ),
    );
  });

  it("is missed after a step by less than the readings since leave open", () => {
    fc.assert(
      fc.property(
        ahead,
        fc.integer({ min: -20_000, max: 20_000 }),
        trips,
        trips,
        (before, step, old, fresh) => {
          const after = before + step;
          const older = old.map((one) => readingOf(before, one));
          const since = fresh.map((one) => readingOf(after, { ...one, sentAt: one.sentAt + 600_000 }));
          const at = Math.max(...since.map((reading) => reading.at));
          const { min, max } = merged([...older, ...since], at);
          const open = width(merged(since, at));
          expect(holds({ min: min - open, max: max + open }, after)).toBe(true);
        },
      ),
    );
  });
});

describe("readings", () => {
  const quick = { way: 1, back: 1 };
  const round = (offset: number, from: number) =>
    [0, 125, 250, 375, 500, 625, 750, 875].map((ms) => readingOf(offset, { sentAt: from + ms, ...quick }));

  it("of one round over a second leave about an eighth of it open", () => {
    expect(width(merged(round(4321, 0), 1000))).toBeLessThan(130);
  });

  it("before and after a step are both kept at first, the older ones for ten minutes", () => {
    const both = merged([...round(0, 0), ...round(5000, 30_000)], 31_000);
    expect(holds(both, 0) && holds(both, 5000)).toBe(true);
    const later = merged([...round(0, 0), ...round(5000, 30_000), ...round(5000, 640_000)], 641_000);
    expect(holds(later, 0)).toBe(false);
    expect(holds(later, 5000)).toBe(true);
  });

  it("grow worse while no new ones come, but are kept", () => {
    const hourLater = merged(round(0, 0), 3_600_000);
    expect(holds(hourLater, 0)).toBe(true);
    expect(width(hourLater)).toBeGreaterThan(3600);
  });

  it("that are missing tell nothing", () => {
    expect(mergeOffset([], 0)).toBeNull();
  });
});
