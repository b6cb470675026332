import {
  CodedError,
  mostLettersNamed,
  type Letters,
  type LettersAction,
  type LettersChosen,
  type LettersRequest,
} from "@rollcall/contracts";
import { readHeads, selectLetters, type LetterHead } from "@rollcall/dead-letters";
import type { Bus } from "@rollcall/messaging";
import { headAnswer } from "./letter-answer.ts";

/** One page of the letters, newest first. All are read for it, and no more kept than the page. */
export async function listLetters(
  bus: Bus,
  { reason, limit, before = Infinity }: LettersRequest,
): Promise<Letters> {
  const tally = createTally();
  let page: LetterHead[] = [];
  let older = false;
  for await (const heads of readHeads(bus)) {
    for (const head of heads) tally.add(head.code);
    const fitting = heads.filter(
      ({ code, number }) => number < before && (reason === undefined || code === reason),
    );
    page.push(...fitting);
    older ||= page.length > limit;
    page = page.slice(-limit);
  }
  return {
    ...tally.read(),
    letters: page.toReversed().map(headAnswer),
    next: older ? (page[0]?.number ?? null) : null,
  };
}

/** The letters that are meant, oldest first. Throws `not_found` when those that are named are all gone. */
export async function chooseLetters(bus: Bus, action: LettersAction): Promise<LettersChosen> {
  const tally = createTally();
  const numbers: number[] = [];
  for await (const heads of meant(bus, action)) {
    for (const { code, number } of heads) {
      tally.add(code);
      if (numbers.length < mostLettersNamed) numbers.push(number);
    }
  }
  return { ...tally.read(), numbers };
}

async function* meant(bus: Bus, { numbers, reason }: LettersAction): AsyncIterable<readonly LetterHead[]> {
  if (numbers === undefined) {
    for await (const heads of readHeads(bus))
      yield heads.filter(({ code }) => reason === undefined || code === reason);
    return;
  }
  const letters = await selectLetters(bus, { numbers });
  if (letters.length === 0) throw new CodedError("not_found", "There is no such dead letter");
  yield letters;
}

/** Counts letters by reason. */
function createTally() {
  const counts = new Map<string, number>();
  return {
    add: (reason: string) => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    read() {
      const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
      return {
        total: sorted.reduce((sum, [, count]) => sum + count, 0),
        reasons: sorted.map(([reason, count]) => ({ reason, count })),
      };
    },
  };
}
