import { second, type Instant } from "@rollcall/domain";
import type { Chance } from "@rollcall/domain/testing";

/** How rough a run is, drawn from its seed. Probabilities are per call. */
export interface Setting {
  readonly attendances: number;
  /** Without any, looks are part of the traffic. */
  readonly verifiers: number;
  readonly storeFails: number;
  readonly busFails: number;
  readonly livekitFails: number;
  /** Who answers ListParticipants. */
  readonly listingMode: "psrpc" | "store";
  /** An ack, or another answer to a delivery. */
  readonly answersLost: number;
  /** Whether the streams give out all that waits, in order. */
  readonly isOrderly: boolean;
  /** MongoDB answers nobody in between. */
  readonly outage: { readonly from: Instant; readonly to: Instant } | null;
  /** How often a process is killed, stopped or paused, and how likely at each step. */
  readonly blows: number;
  readonly blowsPerStep: number;
  /** The most that something takes over the network: a slow one lets acks come too late. */
  readonly latencyMs: number;
  /** Nothing goes wrong but what LiveKit does not tell. */
  readonly isCalm: boolean;
}

export function makeSetting(chance: Chance, startsAt: Instant): Setting {
  const verifiers = chance.oneOf([0, 0, 1, 2]);
  const calm: Setting = {
    attendances: chance.whole(1, 3),
    verifiers,
    ...{ storeFails: 0, busFails: 0, livekitFails: 0, answersLost: 0 },
    listingMode: chance.oneOf(["psrpc", "store"]),
    isOrderly: chance.happens(0.4),
    outage: null,
    ...{ blows: 0, blowsPerStep: 0, latencyMs: 20 },
    isCalm: true,
  };
  if (verifiers > 0 && chance.happens(0.2)) return calm;
  const from = startsAt + chance.whole(0, 60 * second);
  return {
    ...calm,
    storeFails: chance.oneOf([0, 0, 0.03, 0.2]),
    busFails: chance.oneOf([0, 0, 0.05]),
    livekitFails: chance.oneOf([0, 0.05, 0.3]),
    answersLost: chance.oneOf([0, 0, 0.05, 0.2]),
    outage: chance.happens(0.2) ? { from, to: from + chance.whole(second, 90 * second) } : null,
    blows: chance.oneOf([0, 1, 3, 6]),
    blowsPerStep: chance.oneOf([0.01, 0.05]),
    latencyMs: chance.oneOf([0, 5, 200, 5 * second]),
    isCalm: false,
  };
}
