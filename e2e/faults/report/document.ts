import type { Invariant } from "../invariant.ts";
import type { Row } from "../run/run-fault.ts";
import { cellsOf } from "./terminal.ts";

/** `docs/faults.md`, whole. */
export const documentOf = (rows: readonly Row[], invariants: readonly Invariant[]): string =>
  `# What holds while everything breaks

${rows.length} things break, one at a time, for real: processes, connections, streams of the whole product on one machine. Meanwhile people come and go in four rooms, some of them without a word; their signed webhooks are sent as LiveKit sends them, and every one that was answered with 2xx is written down; all meetings are read all the time. Then the fault is healed, all but eight people leave, and what must hold is checked.

This page was written by \`npm run faults\`, about a minute per fault; the command ends with 1 when anything fails. Figures differ from run to run and from machine to machine, except those that must be none. \`npm run faults -- --only ${rows[0]?.fault.name ?? ""}\` runs one of them; \`npm test\` runs a short part of it.

## What must hold

${invariants.map(({ name, what }) => `- **${name}**: ${what}.`).join("\n")}

## The matrix

${table([
  ["Fault", ...invariants.map(({ name }) => name)],
  ...rows.map((row) => [`\`${row.fault.name}\``, ...cellsOf(row, invariants).map(emphasised)]),
])}

## The faults

${table([
  ["Fault", "What breaks", "What happened", "Webhooks"],
  ...rows.map(({ fault, happened, traffic }) => [`\`${fault.name}\``, fault.why, happened, traffic]),
])}

A webhook that was tried five times in vain is given up, as LiveKit gives it up; looks heal what it would have told. While a fault lasts, LiveKit's API is a stand-in that knows the truth; how real LiveKit servers break is played in the scenes of \`e2e/hostile\`.
`;

const emphasised = (cell: string): string => (cell.startsWith("FAILS") ? `**${cell}**` : cell);

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  return [line(head), line(head.map(() => "---")), ...others.map(line)].join("\n");
}

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
