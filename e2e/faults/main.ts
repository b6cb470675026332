import { writeFile } from "node:fs/promises";
import { faults } from "./faults/faults.ts";
import { shortPart } from "./faults/short-part.ts";
import { invariants } from "./invariants/invariants.ts";
import { documentOf } from "./report/document.ts";
import { terminalReport, whatIsWrong } from "./report/terminal.ts";
import { runAll } from "./run/run-all.ts";
import { readSettings } from "./settings.ts";

const say = (text: string) => process.stderr.write(text);

try {
  const settings = readSettings(process.argv.slice(2), faults, shortPart);

  let done = 0;
  const rows = await runAll(settings.faults, invariants, settings.atOnce, {
    step: (fault, step) => say(`  ${fault.name}: ${step}\n`),
    done: (row) => {
      done += 1;
      say(`[${done}/${settings.faults.length}] ${row.fault.name} ${row.holds ? "holds" : "FAILS"}\n`);
      for (const line of whatIsWrong(row, invariants)) say(`    ${line}\n`);
    },
  });
  process.stdout.write(`${terminalReport(rows, invariants)}\n`);
  const document = new URL("../../docs/faults.md", import.meta.url);
  if (settings.writes) await writeFile(document, documentOf(rows, invariants));
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
