import { parseArgs } from "node:util";
import { runSeed } from "./run-seed.ts";

const { values } = parseArgs({
  options: { seed: { type: "string" }, from: { type: "string" }, seeds: { type: "string" } },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Shows all of one seed. Whether it went well. */
async function show(seed: number): Promise<boolean> {
  const { trace, problems } = await runSeed(seed);
  for (const line of trace) say(line);
  say(problems.length === 0 ? "\nEvery promise held." : `\n${problems.join("\n")}`);
  return problems.length === 0;
}

/** Looks for seeds that break a promise. Whether there was none. */
async function explore(from: number, seeds: number): Promise<boolean> {
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { problems } = await runSeed(seed);
    if (problems.length > 0) say(`seed ${seed}: ${problems[0]}`);
    if (problems.length > 0) failed += 1;
  }
  say(`${seeds} seeds from ${from} on, ${failed} failed.`);
  return failed === 0;
}

const { seed, from = "1", seeds = "2000" } = values;
const isGood = seed === undefined ? await explore(Number(from), Number(seeds)) : await show(Number(seed));
process.exitCode = isGood ? 0 : 1;
