import {
  lettersAtOnce,
  type LettersAction,
  type LettersChosen,
  type LettersDropped,
  type LettersRedriven,
} from "@rollcall/contracts";
import { dropLetters, redriveLetters, type Folded } from "@rollcall/dead-letters";
import type { Bus } from "@rollcall/messaging";
import { chooseLetters } from "./list-letters.ts";

export interface Acting {
  readonly bus: Bus;
  readonly store: Folded;
  /** Aborts when the service stops: what was sent by then stays a dead letter until somebody looks again. */
  readonly stopping: AbortSignal;
  /** How long a request may take altogether. */
  readonly limitMs: number;
}

/** Redrives the oldest of the letters that are meant, as many as one request takes; or only tells which. */
export async function redriveSome(
  acting: Acting,
  action: LettersAction,
): Promise<LettersChosen | LettersRedriven> {
  const chosen = await chooseLetters(acting.bus, action);
  if (action.dryRun) return chosen;
  const { bus, store, stopping, limitMs } = acting;
  const numbers = chosen.numbers.slice(0, lettersAtOnce);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(limitMs)]);
  const redriven = await redriveLetters({ bus, store, waitMs: limitMs, signal }, numbers);
  bus.log.info({ letters: numbers.length, stored: redriven.stored }, "letters.redriven");
  return {
    ...redriven,
    failed: redriven.failed.map(({ number, again }) => ({
      ...{ number, again: again.number, reason: again.code, error: again.detail },
    })),
    left: chosen.total - numbers.length,
  };
}

/** Drops the oldest of the letters that are meant, as many as one request takes; or only tells which. */
export async function dropSome(
  { bus }: Acting,
  action: LettersAction,
): Promise<LettersChosen | LettersDropped> {
  const chosen = await chooseLetters(bus, action);
  if (action.dryRun) return chosen;
  let dropped = 0;
  for await (const _number of dropLetters(bus, chosen.numbers.slice(0, lettersAtOnce))) dropped += 1;
  bus.log.info({ letters: dropped }, "letters.dropped");
  return { dropped, left: chosen.total - dropped };
}
