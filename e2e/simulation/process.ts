import { CodedError, type Code } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";
import { arrival, later, type Scheduler } from "./scheduler.ts";

/** One instance of a service. What it holds in memory is gone when it dies. */
export interface Process {
  readonly name: string;
  /** Starts another one in its place. */
  readonly again: (name: string) => Process;
  isAlive: boolean;
  standsStillUntil: Instant;
  /** SIGTERM. */
  readonly stop: AbortController;
}

export const startProcess = (name: string, again: Process["again"]): Process => ({
  name,
  again,
  isAlive: true,
  standsStillUntil: 0,
  stop: new AbortController(),
});

/** SIGKILL at this very await: nothing goes on, and what is on its way over the network arrives or does not. */
export function kill({ waiting, chance, trace }: Scheduler, process: Process): void {
  trace.push(`${process.name} is killed`);
  process.isAlive = false;
  const left = waiting.filter(
    (step) => step.within !== process && !(step.from === process && chance.happens(0.5)),
  );
  waiting.splice(0, waiting.length, ...left);
}

export interface Call<Answer> {
  readonly what: string;
  /** What the other side does for it, piece by piece: each happens at a moment of its own. */
  readonly parts: readonly (() => Promise<Answer>)[];
  /** With what it fails this time. */
  readonly failure: Code | null;
}

/**
 * Asks somebody over the network. A call that fails may have taken effect whole, in part, or not at all, and the
 * rest of it may take effect later.
 */
export function call<Answer>(
  scheduler: Scheduler,
  process: Process,
  { what, parts, failure }: Call<Answer>,
): Promise<readonly Answer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Answer[]>();
  const told = `${process.name}: ${what}`;
  if (failure !== null) {
    const share = scheduler.chance.oneOf([0, 0.5, 1]);
    const happening = parts.filter(() => scheduler.chance.happens(share));
    for (const part of happening) {
      later(scheduler, {
        at: arrival(scheduler),
        what: `${told} (its caller hears of a failure)`,
        from: process,
        act: async () => void (await part()),
      });
    }
    const fail = () => reject(new CodedError(failure));
    later(scheduler, {
      at: arrival(scheduler),
      what: `${told} fails with ${failure}`,
      within: process,
      act: fail,
    });
    return promise;
  }
  const answers: Answer[] = [];
  let left = parts.length;
  const answer = () =>
    later(scheduler, { at: arrival(scheduler), within: process, act: () => resolve(answers) });
  parts.forEach((part, index) => {
    const act = async () => {
      answers[index] = await part();
      left -= 1;
      if (left === 0) answer();
    };
    later(scheduler, { at: arrival(scheduler), what: told, from: process, act });
  });
  if (left === 0) answer();
  return promise;
}
