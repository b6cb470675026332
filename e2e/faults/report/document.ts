import type { Invariant } from "../invariant.ts";
import type { Row } from "../run/run-fault.ts";
import { markdownTable } from "./table.ts";
import { cellsOf, whatIsWrong } from "./terminal.ts";

/** `docs/faults.md`, whole. */
export const documentOf = (rows: readonly Row[], invariants: readonly Invariant[]): string =>
  `# What holds while everything breaks

${rows.length} things break, one at a time, for real: processes, connections, streams and files of the whole product on one machine. Meanwhile people come and go in four rooms, some of them without a word; their signed webhooks are sent as LiveKit sends them, and every one that was answered with 2xx is written down; all meetings are read all the time. Then the fault is healed, all but eight people leave, and what must hold is checked.

This page was written by \`npm run faults\`, some twenty minutes on two cores; the command ends with 1 when anything fails. Figures differ from run to run and from machine to machine, except those that must be none. \`npm run faults -- --only ${rows[0]?.fault.name ?? ""}\` runs one row alone, and \`npm test\` runs a short part.

## What must hold

${invariants.map(({ name, what }) => `- **${name}**: ${what}.`).join("\n")}

## The matrix

${summaryOf(rows)}

${markdownTable([
  ["Fault", ...invariants.map(({ name }) => name)],
  ...rows.map((row) => [codeOf(row), ...cellsOf(row, invariants).map(emphasised)]),
])}

## The faults

${markdownTable([
  ["Fault", "What breaks", "What happened", "Webhooks"],
  ...rows.map((row) => [codeOf(row), row.fault.why, row.happened, row.traffic]),
])}

A webhook that was tried five times in vain is given up, as LiveKit gives it up; looks at the rooms heal what it would have told. LiveKit's API is a stand-in here that knows the truth; how real LiveKit servers break is played in \`e2e/hostile\`.
${failuresOf(rows, invariants)}
## What is not here

- **Slow and failing disks**: an fsync that takes long or fails.
- **Mixed versions** of one service: there is only one yet.
- **Steps of a clock**: clocks that differ are played in \`e2e/hostile/clocks.e2e.test.ts\`.
- **Several members** of NATS and MongoDB: one of each runs here, so a lost disk is a lost disk.
`;

const codeOf = ({ fault }: Row): string => `\`${fault.name}\``;

const emphasised = (cell: string): string => (cell.startsWith("FAILS") ? `**${cell}**` : cell);

function summaryOf(rows: readonly Row[]): string {
  const held = rows.filter(({ holds }) => holds).length;
  return held === rows.length ? `All hold, in all rows.` : `All hold in ${held} of ${rows.length} rows.`;
}

function failuresOf(rows: readonly Row[], invariants: readonly Invariant[]): string {
  const failed = rows.filter(({ holds }) => !holds);
  if (failed.length === 0) return "";
  const lines = failed.map((row) => `- ${codeOf(row)}: ${whatIsWrong(row, invariants).join("; ")}`);
  return `\n## What fails\n\n${lines.join("\n")}\n`;
}
