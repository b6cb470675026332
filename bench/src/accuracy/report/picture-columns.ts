import { hour } from "@rollcall/domain";
import type { Figures } from "../score/figures.ts";
import type { Tally } from "../score/tally.ts";
import { spreadOf } from "./quantiles.ts";
import { count, duration } from "./units.ts";

/** One thing that the picture compares: how long each bar is, and what stands on it. */
export interface Column {
  readonly title: string;
  readonly lines: readonly [string, string];
  readonly bar: (figures: Figures, tally: Tally) => Bar;
}

export interface Bar {
  /** Beside the others of the column; `Infinity` is as long as there is room. */
  readonly size: number;
  readonly text: string;
}

const manyPeople = 10_000;
const manyHours = 1_000;

/** What matters most to somebody who must rely on a record. */
export const pictureColumns: readonly Column[] = [
  {
    title: "Counted wrongly",
    lines: ["too much or too little,", "in 1,000 hours"],
    bar: ({ sums: { wrongMs } }, { sums: { trueMs } }) => hoursBar((manyHours * wrongMs) / trueMs),
  },
  {
    title: "Said to have gone",
    lines: ["while they were there,", "of 10,000 people"],
    bar: ({ sums: { endedPeople } }, { sums: { people } }) => peopleBar((manyPeople * endedPeople) / people),
  },
  {
    title: "Counted absent",
    lines: ["hours of being away,", "of 10,000 people"],
    bar: ({ absentCredits }, { sums: { people } }) =>
      hoursBar((manyPeople * absentCredits.reduce((sum, ms) => sum + ms, 0)) / hour / people),
  },
  {
    title: "Worst error",
    lines: ["of one person's time,", "in any trouble"],
    bar: ({ personErrors }) => timeBar(spreadOf(personErrors).worst),
  },
  {
    title: "Lost leave noticed",
    lines: ["at worst, while LiveKit", "could be asked"],
    bar: ({ dueFromEnd, sums: { neverHealedDue } }) =>
      neverHealedDue > 0 ? { size: Infinity, text: "never" } : timeBar(spreadOf(dueFromEnd).worst),
  },
];

const hoursBar = (size: number): Bar => ({ size, text: `${size.toFixed(size < 9.95 ? 1 : 0)} h` });

const peopleBar = (size: number): Bar => ({
  size,
  text: size === 0 ? "nobody" : size < 1 ? "below 1" : count(Math.round(size)),
});

const timeBar = (ms: number | null): Bar => ({ size: ms ?? 0, text: duration(ms) });
