import { expect, it } from "vitest";
import { ClockWatch } from "./clock-watch.ts";

/** What is logged while LiveKit's clock is known to be so far ahead of ours, one sweep each. */
function toldOf(offsets: readonly (readonly [min: number, max: number] | null)[]): readonly string[] {
  const told: string[] = [];
  const note = (level: string) => (fields: unknown, message?: string) =>
    void told.push(`${level} ${message} ${JSON.stringify(fields)}`);
  let offset: readonly [number, number] | null = null;
  const clock = {
    toLiveKit: (ours: number) => ({
      earliest: ours + (offset?.[0] ?? -10_000),
      latest: ours + (offset?.[1] ?? 10_000),
      isMeasured: offset !== null,
    }),
  };
  using watch = new ClockWatch(clock, { warn: note("warn"), info: note("info") });
  for (const next of offsets) {
    offset = next;
    watch.compare();
  }
  return told;
}

it("says nothing while the clocks can be the same, or LiveKit has told no time", () => {
  expect(toldOf([null, [-200, 700], [400, 600]])).toEqual([]);
});

it("warns once when LiveKit's clock is ahead or behind, and says when it agrees again", () => {
  const told = toldOf([
    [19_900, 20_100],
    [19_900, 20_100],
    [-100, 100],
    [-20_100, -19_900],
  ]);
  expect(told).toEqual([
    expect.stringMatching(/^warn livekit\.clock_apart \{"apartMs":199\d\d\}$/),
    expect.stringMatching(/^info livekit\.clock_agrees/),
    expect.stringMatching(/^warn livekit\.clock_apart \{"apartMs":-199\d\d\}$/),
  ]);
});
