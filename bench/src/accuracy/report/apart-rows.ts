import { apartKinds } from "../mix/apart.ts";
import type { Outcome } from "../run/outcome.ts";
import type { Tally } from "../score/tally.ts";
import { spreadOf } from "./quantiles.ts";
import { count, duration, percent } from "./units.ts";

/** How Rollcall does where it promises less, one row per kind; the first row is the head. */
export const apartRows = ({ apart }: Outcome): readonly (readonly string[])[] => [
  ["", "histories", "time right", "said to have gone", "called absent", "truths inside", "lost leave, worst"],
  ...apartKinds.map((kind) => [kind, ...cellsOf(apart[kind])]),
];

function cellsOf({ sums, figures: { rollcall }, certainty }: Tally): readonly string[] {
  const { checked, outside, absentThough } = certainty.sums;
  return [
    count(sums.histories),
    percent(sums.trueMs - rollcall.sums.wrongMs, sums.trueMs),
    `${count(rollcall.sums.endedPeople)} of ${count(sums.people)}`,
    count(absentThough),
    percent(checked - outside, checked),
    duration(spreadOf(rollcall.healed).worst),
  ];
}
