import type { Figures } from "../score/figures.ts";
import { ways, type Tally, type Way } from "../score/tally.ts";
import { spreadOf, type Spread } from "./quantiles.ts";
import { count, duration, hours, percent, smallPercent } from "./units.ts";

/** One row of the comparison: a figure for each way of counting, and how to read it. */
export interface Comparison {
  readonly what: string;
  readonly how: string;
  readonly cells: Readonly<Record<Way, string>>;
}

/** All figures of the four ways side by side. */
export const comparisonOf = (tally: Tally): readonly Comparison[] => [
  ...timeRows(tally),
  ...peopleRows(tally),
  ...exitRows(tally),
  ...certaintyRows(tally),
];

const each = (tally: Tally, cell: (figures: Figures) => string): Comparison["cells"] => ({
  webhooks: cell(tally.figures.webhooks),
  oneListing: cell(tally.figures.oneListing),
  heartbeat: cell(tally.figures.heartbeat),
  rollcall: cell(tally.figures.rollcall),
});

const spread = ({ median, p99, worst }: Spread): string =>
  `${duration(median)}, ${duration(p99)}, ${duration(worst)}`;

const timeRows = (tally: Tally): readonly Comparison[] => [
  {
    what: "time credited right",
    how: "all that is credited, less what is credited wrongly: too much and too little both count, and one person's error never makes up for another's",
    cells: each(tally, ({ sums }) => percent(tally.sums.trueMs - sums.wrongMs, tally.sums.trueMs)),
  },
  {
    what: "error of a stay: median, p99, worst",
    how: "how far the credited time of one connection is from the true one",
    cells: each(tally, ({ stayErrors }) => spread(spreadOf(stayErrors))),
  },
  {
    what: "error of a person: median, p99, worst",
    how: "the same for a person's whole time in the room",
    cells: each(tally, ({ personErrors }) => spread(spreadOf(personErrors))),
  },
];

const peopleRows = (tally: Tally): readonly Comparison[] => [
  {
    what: "people said to have gone who were there",
    how: "at any moment, however short; in brackets the time for which it was said, all of them together",
    cells: each(tally, ({ sums }) =>
      sums.endedPeople === 0 ? "0" : `${count(sums.endedPeople)} (${hours(sums.endedMs)})`,
    ),
  },
  {
    what: "people credited while absent",
    how: "by more than 5 s; in brackets the time, all of them together, and the most for one person",
    cells: each(tally, ({ absentCredits }) => {
      const total = absentCredits.reduce((sum, ms) => sum + ms, 0);
      const { count: people, worst } = spreadOf(absentCredits);
      return people === 0 ? "0" : `${count(people)} (${hours(total)}; ${duration(worst)})`;
    }),
  },
  {
    what: "stays in no row",
    how: "connections of which no word ever arrived: their webhooks got lost, and whoever asks LiveKit asked too late, because they lasted for some seconds only",
    cells: each(tally, ({ sums }) => count(sums.missedStays)),
  },
];

const exitRows = (tally: Tally): readonly Comparison[] => [
  {
    what: "error of a clean exit: median, p99, worst",
    how: "of exits that a webhook told of",
    cells: each(tally, ({ exitErrors }) => spread(spreadOf(exitErrors))),
  },
  {
    what: "lost leave told after: median, p99, worst",
    how: "time to heal: from the true end of a stay whose leaving no webhook told until the record had it, in every kind of trouble",
    cells: each(tally, ({ healed }) => spread(spreadOf(healed))),
  },
  {
    what: "lost leaves never told",
    how: "still running when the report was read, 15 minutes after everybody had gone",
    cells: each(tally, ({ sums }) => count(sums.neverHealed)),
  },
];

function certaintyRows({ certainty }: Tally): readonly Comparison[] {
  const { sums, endWidths, personWidths } = certainty;
  const inside = sums.checked - sums.outside;
  return [
    only({
      what: "time of live people called unverified",
      how: "the share of time for which the record says that it does not know; the other ways never say so",
      cell: smallPercent(sums.unverifiedMs, sums.liveMs),
    }),
    only({
      what: "time of meetings that no good look covers",
      how: "stated in the finished report, with its reason",
      cell: smallPercent(sums.uncoveredMs, sums.meetingMs),
    }),
    only({
      what: "width of the bounds of an end: median, p99, worst",
      how: "from the earliest to the latest possible; the other ways state none",
      cell: spread(spreadOf(endWidths)),
    }),
    only({
      what: "width of the bounds of a person's time: the same",
      how: "from the least to the most possible",
      cell: spread(spreadOf(personWidths)),
    }),
    only({
      what: "truths inside the bounds",
      how: "true starts, ends and times that lie inside, of all that were compared at every moment of reading",
      cell: percent(inside, sums.checked, 4),
    }),
  ];
}

/** Something that Rollcall alone says. */
const only = ({ what, how, cell }: { what: string; how: string; cell: string }): Comparison => ({
  what,
  how,
  cells: { ...noCells, rollcall: cell },
});

const noCells = { webhooks: "–", oneListing: "–", heartbeat: "–" };

export const cellsOf = ({ cells }: Comparison): readonly string[] => ways.map((way) => cells[way]);
