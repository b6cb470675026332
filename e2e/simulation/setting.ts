import { second, type Instant } from "@rollcall/domain";
import type { Chance } from "@rollcall/domain/testing";

/** How rough a run is, drawn from its seed. Probabilities are per call. */
export interface Setting {
  readonly attendances: number;
  readonly storeFails: number;
  readonly busFails: number;
  readonly answersLost: number;
  /** MongoDB answers nobody in between. */
  readonly outage: { readonly from: Instant; readonly to: Instant } | null;
  /** How often a process is killed, stopped or paused, and how likely at each step. */
  readonly blows: number;
  readonly blowsPerStep: number;
  /** How long a step takes at most: a slow network lets acks come too late. */
  readonly stepMs: number;
}

export function makeSetting(chance: Chance, startsAt: Instant): Setting {
  const from = startsAt + chance.whole(0, 60 * second);
  return {
    attendances: chance.whole(1, 3),
    storeFails: chance.oneOf([0, 0, 0.03, 0.2]),
    busFails: chance.oneOf([0, 0, 0.05]),
    answersLost: chance.oneOf([0, 0, 0.05, 0.2]),
    outage: chance.happens(0.2) ? { from, to: from + chance.whole(second, 90 * second) } : null,
    blows: chance.oneOf([0, 1, 3, 6]),
    blowsPerStep: chance.oneOf([0.01, 0.05]),
    stepMs: chance.oneOf([1, 1, 20, 300]),
  };
}
