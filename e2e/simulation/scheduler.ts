import type { Instant } from "@rollcall/domain";
import type { Chance } from "@rollcall/domain/testing";
import type { Process } from "./process.ts";

/** What happens next, and when: the one source of order, time and chance of a simulated run. */
export interface Scheduler {
  readonly chance: Chance;
  now: Instant;
  /** The most that something takes over the network. */
  readonly latencyMs: number;
  readonly waiting: Step[];
  /** Everything that happened, in order. */
  readonly trace: string[];
}

/** Something that happens between two awaits of somebody. */
export interface Step {
  /** What the trace says; nothing for what is of no interest. */
  readonly what?: string;
  /** Not before; without it now. */
  readonly at?: Instant;
  /** Where it runs: it waits while the process stands still, and dies with it. */
  readonly within?: Process;
  /** Who sent it over the network: it may get lost when that process dies. */
  readonly from?: Process;
  readonly act: () => void | Promise<void>;
}

export const schedulerFrom = (chance: Chance, now: Instant, latencyMs: number): Scheduler => ({
  ...{ chance, now, latencyMs },
  waiting: [],
  trace: [],
});

export const later = ({ waiting }: Scheduler, step: Step): void => void waiting.push(step);

/** When something arrives that is sent now. */
export const arrival = ({ chance, now, latencyMs }: Scheduler): Instant => now + chance.whole(0, latencyMs);

/** Resolves so much later; never, when the process dies before. */
export function sleep(scheduler: Scheduler, process: Process, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  later(scheduler, { at: scheduler.now + ms, within: process, act: resolve });
  return promise;
}

interface Running {
  readonly mostSteps: number;
  /** Happens before each step. */
  readonly between: () => void;
}

/**
 * Lets one step happen after the other, each picked by chance among those that can, until `isOver`; what is awaited
 * goes on in between as far as it can. False when it is not over after so many steps, or when nothing can happen.
 */
export async function run(
  scheduler: Scheduler,
  isOver: () => boolean | Promise<boolean>,
  { mostSteps, between }: Running,
): Promise<boolean> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    await untilQuiet();
    if (await isOver()) return true;
    between();
    const step = takeNext(scheduler);
    if (step === undefined) return false;
    if (step.what !== undefined) scheduler.trace.push(`${clockOf(scheduler)} ${step.what}`);
    await step.act();
    scheduler.now += 1;
  }
  return false;
}

/** The event loop turns when no promise can go on any more. */
async function untilQuiet(): Promise<void> {
  // Twice, because what goes on may itself wait for the loop to turn.
  for (let turns = 0; turns < 2; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One of the steps that can happen now; when none can, time goes on to the next one. */
function takeNext(scheduler: Scheduler): Step | undefined {
  const { waiting, chance } = scheduler;
  const earliest = waiting.reduce((soonest, step) => Math.min(soonest, dueAt(step)), Infinity);
  if (earliest === Infinity) return undefined;
  scheduler.now = Math.max(scheduler.now, earliest);
  const ready = waiting.filter((step) => dueAt(step) <= scheduler.now);
  const step = ready[chance.whole(0, ready.length - 1)];
  if (step !== undefined) waiting.splice(waiting.indexOf(step), 1);
  return step;
}

const dueAt = ({ at = 0, within }: Step): Instant => Math.max(at, within?.standsStillUntil ?? 0);

const clockOf = ({ now }: Scheduler): string => new Date(now).toISOString().slice(11, 23);
