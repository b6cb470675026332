import { expect, it } from "vitest";
import { mistakes } from "./mistakes.ts";
import { runSeed } from "./run-seed.ts";

const patience = { timeout: 120_000 };
const soonEnough = 300;

it.for(Object.entries(mistakes))("finds a service that %s", patience, async ([, variant]) => {
  for (let seed = 1; seed <= soonEnough; seed += 1) {
    if ((await runSeed(seed, variant)).problems.length > 0) return;
  }
  expect.unreachable(`nothing found in ${soonEnough} seeds`);
});
