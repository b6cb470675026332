import { apartKinds } from "../mix/apart.ts";
import type { Outcome } from "../run/outcome.ts";
import { ways } from "../score/tally.ts";
import { aimsOf } from "./aims.ts";
import { apartRows } from "./apart-rows.ts";
import { cellsOf, comparisonOf } from "./comparison.ts";
import { textTable } from "./text-table.ts";
import { count, hours } from "./units.ts";
import { wayWords } from "./ways.ts";

const mostMisses = 20;

/** The whole result for somebody at a terminal. */
export function terminalReport(outcome: Outcome, repeat: (index: number) => string): string {
  const { mix, misses } = outcome;
  const comparison = comparisonOf(mix).map((row) => [row.what, ...cellsOf(row)]);
  const aims = aimsOf(mix).map(({ what, aim, measured, isReached }) => [
    isReached ? "reached" : "NOT REACHED",
    aim,
    measured,
    what,
  ]);
  return [
    `${count(mix.sums.histories)} histories, ${count(mix.sums.people)} people, ${count(mix.sums.stays)} stays, ${hours(mix.sums.trueMs)} of attendance`,
    textTable([["", ...ways.map((way) => wayWords[way].name)], ...comparison]),
    `Scored apart: ${apartKinds.join(", ")}`,
    textTable(apartRows(outcome)),
    "Aims",
    textTable(aims),
    ...misses
      .slice(0, mostMisses)
      .map(({ index, what }) => `history ${index}: ${what}; repeat it: ${repeat(index)}`),
  ].join("\n\n");
}
