import { setTimeout as delay } from "node:timers/promises";
import type { Figure } from "../figure.ts";
import { percentile } from "../paced.ts";
import type { Person } from "./person.ts";
import type { Records } from "./records.ts";
import type { Stage } from "./stage.ts";

/** What the acts share. */
export interface Scene {
  readonly stage: Stage;
  readonly records: Records;
  readonly people: readonly Person[];
  readonly note: (figure: Figure) => void;
  /** A promise did not hold. */
  readonly broken: (promise: string) => void;
}

/** Webhooks that LiveKit sends in a second. */
export const perSecond = 1_000;

/** Asks again and again until it holds; after how many ms it did. Rejects after the limit. */
export async function untilHolds(limitMs: number, holds: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > limitMs) throw new Error(`not so within ${limitMs / 1_000} s`);
    await delay(100);
  }
  return performance.now() - startedAt;
}

export const milliseconds = (values: Iterable<number>, shares: readonly number[]): string =>
  quantiles(values, shares)
    .map((ms) => `${ms.toFixed(1)} ms`)
    .join(", ");

export const seconds = (values: Iterable<number>, shares: readonly number[]): string =>
  quantiles(values, shares)
    .map((ms) => `${(ms / 1_000).toFixed(1)} s`)
    .join(", ");

function quantiles(values: Iterable<number>, shares: readonly number[]): readonly number[] {
  const sorted = [...values].toSorted((a, b) => a - b);
  return shares.map((share) => percentile(sorted, share));
}
