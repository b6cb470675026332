import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { within } from "@rollcall/runtime";
import type { Wait } from "./repeat-call.ts";

/** Time and chance, as the verifier takes them from the machine that it runs on. A simulation has its own. */
export interface Machine {
  /** Our clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never step back. */
  readonly steady: () => number;
  readonly wait: Wait;
  readonly within: typeof within;
  /** Different at every call, in every instance. */
  readonly newId: () => string;
}

export const thisMachine: Machine = {
  now: () => Date.now(),
  steady: () => performance.now(),
  wait: (ms) => pause(ms),
  within,
  newId: randomUUID,
};
