import type { ApiMeeting, ApiStay } from "@rollcall/contracts";
import { describe, expect, it } from "vitest";
import { lanesOf, placeIn, segmentsOf, ticksOf, windowOf } from "./timeline.ts";

const nine = Date.UTC(2026, 2, 2, 9);
const minute = 60_000;
const time = (minutes: number) => new Date(nine + minutes * minute).toISOString();
const between = (earliest: number, latest: number) => ({
  at: time(earliest),
  earliest: time(earliest),
  latest: time(latest),
});

const stay = (
  start: [number, number],
  end: [number, number] | null,
  more: Partial<ApiStay> = {},
): ApiStay => ({
  ...{ sid: `PA_${start[0]}`, identity: "alice", state: end === null ? "present" : "ended" },
  ...{ joinedAt: time(start[0]), start: between(...start), seenUntil: null },
  end: end === null ? null : { ...between(...end), how: "left", reason: "CLIENT_INITIATED" },
  ...more,
});

const inMinutes = (stretches: readonly { readonly from: number; readonly to: number }[]) =>
  stretches.map(({ from, to }) => [(from - nine) / minute, (to - nine) / minute]);

const meetingOf = (stays: readonly ApiStay[], endedAt: number | null): ApiMeeting => ({
  ...{ id: "RM_1", room: "algebra-7", live: endedAt === null, others: [], unverified: [], final: false },
  ...{ startedAt: time(0), endedAt: endedAt === null ? null : time(endedAt) },
  attendees: [
    {
      ...{ identity: "alice", name: "Alice", state: "absent", stays: [...stays] },
      attended: { minimumSeconds: 0, creditedSeconds: 0, maximumSeconds: 0 },
    },
  ],
});

describe("a stay", () => {
  it("that ended is proven between its uncertain ends", () => {
    const segments = segmentsOf(stay([0, 1], [40, 42]), nine + 60 * minute);
    expect(segments.map(({ certainty }) => certainty)).toEqual(["uncertain", "proven", "uncertain"]);
    expect(inMinutes(segments)).toEqual([
      [0, 1],
      [1, 40],
      [40, 42],
    ]);
  });

  it("whose bounds are instants is proven alone", () => {
    expect(segmentsOf(stay([0, 0], [40, 40]), nine)).toMatchObject([{ certainty: "proven" }]);
  });

  it("so short that its bounds meet is uncertain all along", () => {
    const segments = segmentsOf(stay([0, 2], [1, 3]), nine);
    expect(segments).toMatchObject([{ certainty: "uncertain" }]);
    expect(inMinutes(segments)).toEqual([[0, 3]]);
  });

  it("that lives is proven until it was last seen, and no further", () => {
    const live = stay([0, 1], null, { seenUntil: time(30) });
    const segments = segmentsOf(live, nine + 31 * minute);
    expect(segments.map(({ certainty }) => certainty)).toEqual(["uncertain", "proven", "uncertain"]);
    expect(inMinutes(segments).at(-1)).toEqual([30, 31]);
  });

  it("about which LiveKit cannot be asked is unverified since then", () => {
    const unknown = stay([0, 0], null, { seenUntil: time(30), state: "unverified" });
    expect(segmentsOf(unknown, nine + 45 * minute)).toMatchObject([
      { certainty: "proven" },
      { certainty: "unverified", to: nine + 45 * minute },
    ]);
  });
});

describe("the window", () => {
  it("holds the meeting and the bounds of all stays", () => {
    expect(inMinutes([windowOf(meetingOf([stay([-1, 0], [40, 42])], 41), nine)])).toEqual([[-1, 42]]);
  });

  it("goes on with a live meeting", () => {
    expect(inMinutes([windowOf(meetingOf([stay([0, 0], null)], null), nine + 7 * minute)])).toEqual([[0, 7]]);
  });

  it("is not blown up by an end that may be a day later", () => {
    const lost = stay([0, 0], [30, 24 * 60]);
    expect(inMinutes([windowOf(meetingOf([lost], 50), nine)])).toEqual([[0, 55]]);
  });

  it("of a meeting of no length is some length", () => {
    const { from, to } = windowOf(meetingOf([], 0), nine);
    expect(to).toBeGreaterThan(from);
  });
});

describe("a place", () => {
  const window = { from: 100, to: 300 };
  it.each([
    ["within", { from: 150, to: 250 }, { left: 25, width: 50 }],
    ["over both edges", { from: 0, to: 1_000 }, { left: 0, width: 100 }],
    ["at the end", { from: 290, to: 400 }, { left: 95, width: 5 }],
    ["before", { from: 0, to: 100 }, null],
    ["after", { from: 300, to: 400 }, null],
  ])("%s the window is in percent of it", (_, stretch, place) => {
    expect(placeIn(window, stretch)).toEqual(place);
  });
});

it("stays that overlap lie in lanes of their own", () => {
  const phone = stay([0, 0], [30, 30]);
  const laptop = stay([10, 10], [20, 20]);
  const later = stay([21, 21], null);
  const again = stay([31, 31], null);
  expect(lanesOf([phone, laptop, later, again])).toEqual([
    [phone, again],
    [laptop, later],
  ]);
});

describe("ticks", () => {
  it.each([
    [12, 6, [0, 2, 4, 6, 8, 10, 12]],
    [45, 6, [0, 10, 20, 30, 40]],
    [180, 6, [0, 30, 60, 90, 120, 150, 180]],
  ])("of %d minutes are round", (minutes, most, expected) => {
    const ticks = ticksOf({ from: nine, to: nine + minutes * minute }, most);
    expect(ticks.map((tick) => (tick - nine) / minute)).toEqual(expected);
  });

  it("begin at the first round time", () => {
    expect(ticksOf({ from: nine - 3 * minute, to: nine + 17 * minute }, 6)[0]).toBe(nine);
  });

  it("stay few, however long the window is", () => {
    expect(ticksOf({ from: nine, to: nine + 400 * 24 * 60 * minute }, 6).length).toBeLessThanOrEqual(7);
  });
});
