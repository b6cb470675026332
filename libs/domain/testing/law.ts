import * as fc from "fast-check";
import { expect, it } from "vitest";
import { simulate, type History } from "./history.ts";
import type { Climate } from "./make-faults.ts";
import { planOf } from "./make-plan.ts";
import { minimise } from "./minimise.ts";
import type { Plan } from "./plan.ts";
import { trials } from "./trials.ts";

/** Laws that are tried more often may take longer. */
export const patience = { timeout: 30_000 + 100 * trials.numRuns };

/** The smallest value found for which `holds` is false, or null; small values are tried `often` times as often. */
export function counterexample<T>(
  values: fc.Arbitrary<T>,
  holds: (value: T) => boolean,
  often = 1,
): T | null {
  const found = fc.check(fc.property(values, holds), { ...trials, numRuns: often * trials.numRuns });
  const value = found.counterexample?.[0] ?? null;
  // Whatever it throws is more telling than the value.
  if (value !== null) holds(value);
  return value;
}

/** What is wrong with a history, in words; nothing when the law holds. */
export type Judgement = (history: History) => readonly string[];

/** A law over simulated histories of some climates. A history that breaks it is made small before it is shown. */
export function law(title: string, climates: readonly Climate[], judge: Judgement): void {
  it.for(climates)(`law: ${title} (%s)`, patience, (climate) => {
    const seed = counterexample(
      fc.noShrink(fc.nat()),
      (number) => judge(historyOf(number, climate)).length === 0,
    );
    expect(seed === null ? [] : tell(seed, climate, judge)).toEqual([]);
  });
}

/** Laws try the same seeds one after the other, so the histories are kept. */
const histories = new Map<string, History>();
const historiesKept = 1_000;

function historyOf(seed: number, climate: Climate): History {
  const key = `${climate} ${seed}`;
  const history = histories.get(key) ?? simulate(planOf(seed, climate));
  if (histories.size < historiesKept) histories.set(key, history);
  return history;
}

function tell(seed: number, climate: Climate, judge: Judgement): readonly string[] {
  const wrong = (plan: Plan) => judge(simulate(plan));
  const plan = minimise(planOf(seed, climate), (smaller) => wrong(smaller).length > 0);
  return [`climate ${climate}, seed ${seed}`, ...wrong(plan), JSON.stringify(plan)];
}
