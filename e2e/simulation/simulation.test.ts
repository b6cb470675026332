import { expect, it } from "vitest";
import { keptSeeds } from "./kept-seeds.ts";
import { runSeed } from "./run-seed.ts";

const patience = { timeout: 120_000 };

const perTest = 250;
const tests = 8;
const firstSeeds = Array.from({ length: tests }, (_, index) => 1 + index * perTest);

/** What went wrong with a seed, with the end of its story and how to see the whole of it. */
async function failureOf(seed: number): Promise<readonly string[]> {
  const { problems, trace } = await runSeed(seed);
  if (problems.length === 0) return [];
  return [`seed ${seed}: npm run simulate -- --seed ${seed}`, ...problems, ...trace.slice(-20)];
}

it.for(firstSeeds)("keeps every promise in 250 simulated runs from seed %i on", patience, async (first) => {
  const failures: (readonly string[])[] = [];
  for (let seed = first; seed < first + perTest; seed += 1) {
    const failure = await failureOf(seed);
    if (failure.length > 0) failures.push(failure);
  }
  expect(failures).toEqual([]);
});

it.for(keptSeeds)("keeps every promise with seed %i: %s", async ([seed]) => {
  expect(await failureOf(seed)).toEqual([]);
});

it("does the same, step by step, when a seed is run again", async () => {
  for (let seed = 1; seed <= 20; seed += 1) expect(await runSeed(seed)).toEqual(await runSeed(seed));
  expect((await runSeed(1)).trace).not.toEqual((await runSeed(2)).trace);
});
