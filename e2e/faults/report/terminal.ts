import type { Invariant } from "../invariant.ts";
import type { Row } from "../run/run-fault.ts";

/** One block per fault: what happened, and what became of each invariant. */
export function terminalReport(rows: readonly Row[], invariants: readonly Invariant[]): string {
  const head = ["", ...invariants.map(({ name }) => name)];
  const cells = rows.map((row) => [row.fault.name, ...cellsOf(row, invariants)]);
  const held = rows.filter(({ holds }) => holds).length;
  return `\n${columns([head, ...cells])}\n\n${held} of ${rows.length} faults: all invariants hold.`;
}

/** A figure per invariant, marked where it does not hold. */
export const cellsOf = ({ findings }: Row, invariants: readonly Invariant[]): readonly string[] =>
  invariants.map((_, column) => {
    const finding = findings[column];
    if (finding === undefined) return "not reached";
    return finding.holds ? finding.figure : `FAILS: ${finding.figure}`;
  });

const shown = 8;

/** The first things that are wrong in each column, and what the fault did. */
export function whatIsWrong(
  { happened, traffic, findings, fault }: Row,
  invariants: readonly Invariant[],
): string {
  const wrong = findings.flatMap((finding, column) =>
    finding.holds ? [] : finding.wrong.slice(0, shown).map((one) => `${invariants[column]?.name}: ${one}`),
  );
  const lines = [`${fault.name}: ${happened}; ${traffic}`, ...wrong];
  return lines.map((line) => `    ${line}\n`).join("");
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
