import { writeFile } from "node:fs/promises";
import { startMongo } from "@rollcall/servers";
import { aimsOf } from "./report/aims.ts";
import { documentOf } from "./report/document.ts";
import { pictureOf } from "./report/picture.ts";
import { terminalReport } from "./report/terminal.ts";
import type { Outcome } from "./run/outcome.ts";
import { progressOf } from "./run/progress.ts";
import { scoreInWorkers } from "./run/score-in-workers.ts";
import { tasksOf } from "./run/tasks.ts";
import { defaults, readSettings, type Settings } from "./settings.ts";

try {
  const settings = readSettings(process.argv.slice(2));
  const outcome = await run(settings);
  const { seed } = settings;
  const repeat = (index: number) => `npm run accuracy -- --seed ${seed} --only ${index}`;
  process.stdout.write(`${terminalReport(outcome, repeat)}\n`);
  if (settings.writes) await write(outcome, settings);
  if (aimsOf(outcome.mix).some(({ isReached }) => !isReached)) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run({ histories, seed, workers, only }: Settings): Promise<Outcome> {
  await using mongo = await startMongo();
  const tasks = only === null ? tasksOf(histories) : [{ index: only, apart: null }];
  const tell = progressOf(tasks.length, (line) => process.stderr.write(line), Date.now);
  return await scoreInWorkers({ seed, tasks, workers, mongoUrl: mongo.url }, tell);
}

async function write(outcome: Outcome, { histories, seed }: Settings): Promise<void> {
  const isDefault = histories === defaults.histories && seed === defaults.seed;
  const command = `npm run accuracy${isDefault ? "" : ` -- --histories ${histories} --seed ${seed} --write`}`;
  const docs = new URL("../../../docs/", import.meta.url);
  await writeFile(new URL("accuracy.md", docs), documentOf(outcome, command, seed));
  await writeFile(new URL("accuracy.svg", docs), pictureOf(outcome.mix));
  process.stderr.write("docs/accuracy.md and docs/accuracy.svg are written\n");
}
