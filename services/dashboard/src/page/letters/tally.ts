import type { LettersDropped, LettersRedriven } from "@rollcall/contracts";

/** What became of the letters so far. */
export interface Tally {
  readonly stored: number;
  readonly dropped: number;
  readonly failed: LettersRedriven["failed"];
  readonly waiting: number;
  readonly refused: number;
  readonly gone: number;
}

export const nothingYet: Tally = { stored: 0, dropped: 0, failed: [], waiting: 0, refused: 0, gone: 0 };

/** Adds what one request did with so many letters. */
export function add(tally: Tally, answer: LettersRedriven | LettersDropped, asked: number): Tally {
  if ("dropped" in answer) {
    const { dropped } = answer;
    return { ...tally, dropped: tally.dropped + dropped, gone: tally.gone + asked - dropped };
  }
  const known = answer.stored + answer.failed.length + answer.waiting.length + answer.refused.length;
  return {
    ...tally,
    stored: tally.stored + answer.stored,
    failed: [...tally.failed, ...answer.failed],
    waiting: tally.waiting + answer.waiting.length,
    refused: tally.refused + answer.refused.length,
    // Some were not there any more when they were chosen, some when it was their turn.
    gone: tally.gone + asked - known,
  };
}

/** How many it is settled what became of. */
export const settledIn = ({ stored, dropped, failed, refused, gone }: Tally): number =>
  stored + dropped + failed.length + refused + gone;
