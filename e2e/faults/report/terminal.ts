import type { Invariant } from "../invariant.ts";
import type { Row } from "../run/run-fault.ts";
import { textTable } from "./table.ts";

/** The matrix, and how many rows hold. */
export function terminalReport(rows: readonly Row[], invariants: readonly Invariant[]): string {
  const head = ["", ...invariants.map(({ name }) => name)];
  const cells = rows.map((row) => [row.fault.name, ...cellsOf(row, invariants)]);
  const held = rows.filter(({ holds }) => holds).length;
  return `\n${textTable([head, ...cells])}\n\n${held} of ${rows.length} faults: all invariants hold.`;
}

/** A figure per invariant, marked where it does not hold. */
export const cellsOf = ({ findings }: Row, invariants: readonly Invariant[]): readonly string[] =>
  invariants.map((_, column) => {
    const finding = findings[column];
    if (finding === undefined) return "not reached";
    return finding.holds ? finding.figure : `FAILS: ${finding.figure}`;
  });

const shown = 8;

/** What the fault did, and the first things that are wrong in each column; one line each. */
export function whatIsWrong(
  { happened, traffic, findings }: Row,
  invariants: readonly Invariant[],
): readonly string[] {
  const wrong = findings.flatMap((finding, column) =>
    finding.holds ? [] : finding.wrong.slice(0, shown).map((one) => `${invariants[column]?.name}: ${one}`),
  );
  return [`${happened}; ${traffic}`, ...wrong];
}
