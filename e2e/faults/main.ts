import { writeFile } from "node:fs/promises";
import { faults } from "./faults/faults.ts";
import { shortPart } from "./faults/short-part.ts";
import { invariants } from "./invariants/invariants.ts";
import { documentOf } from "./report/document.ts";
import { terminalReport, whatIsWrong } from "./report/terminal.ts";
import { runFault, type Row } from "./run/run-fault.ts";
import { readSettings } from "./settings.ts";

try {
  const settings = readSettings(process.argv.slice(2), faults, shortPart);
  const rows: Row[] = [];
  for (const [index, fault] of settings.faults.entries()) {
    process.stderr.write(`[${index + 1}/${settings.faults.length}] ${fault.name}:`);
    const row = await runFault(fault, invariants, (step) => process.stderr.write(` ${step} …`));
    process.stderr.write(` ${row.holds ? "holds" : "FAILS"}\n${whatIsWrong(row, invariants)}`);
    rows.push(row);
  }
  process.stdout.write(`${terminalReport(rows, invariants)}\n`);
  if (settings.writes)
    await writeFile(new URL("../../docs/faults.md", import.meta.url), documentOf(rows, invariants));
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
