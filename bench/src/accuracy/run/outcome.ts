import { apartKinds, type ApartKind } from "../mix/apart.ts";
import { addTally, emptyTally, type Tally } from "../score/tally.ts";
import type { Miss } from "./misses.ts";

/** What a number of histories came to. */
export interface Outcome {
  readonly mix: Tally;
  readonly apart: Readonly<Record<ApartKind, Tally>>;
  /** Histories of the mix that broke a promise. */
  readonly misses: Miss[];
}

export const emptyOutcome = (): Outcome => ({
  mix: emptyTally(),
  apart: { stalled: emptyTally(), cut_off: emptyTally() },
  misses: [],
});

/** Adds what other histories came to. */
export function addOutcome(total: Outcome, part: Outcome): void {
  addTally(total.mix, part.mix);
  for (const kind of apartKinds) addTally(total.apart[kind], part.apart[kind]);
  total.misses.push(...part.misses);
}
