import {
  CodedError,
  mostLettersNamed,
  mostLettersRead,
  streams,
  type Letters,
  type LettersAction,
  type LettersChosen,
  type LettersRequest,
} from "@rollcall/contracts";
import { readHeads, selectLetters, type LetterHead } from "@rollcall/dead-letters";
import type { Bus } from "@rollcall/messaging";
import { headAnswer } from "./letter-answer.ts";

/** One page of the letters, newest first: of so many at most, however many there are. */
export async function listLetters(
  bus: Bus,
  { reason, limit, before = Infinity }: LettersRequest,
  mostRead = mostLettersRead,
): Promise<Letters> {
  const { messages, first_seq: first, last_seq: last } = (await bus.jsm.streams.info(streams.dead)).state;
  const from = Math.max(first, Math.min(before, last + 1) - mostRead);
  const tally = createTally();
  let page: LetterHead[] = [];
  let isCut = false;
  for await (const heads of until(before, readHeads(bus, from))) {
    for (const { code } of heads) tally.add(code);
    page.push(...heads.filter(({ code }) => reason === undefined || code === reason));
    isCut ||= page.length > limit;
    page = page.slice(-limit);
  }
  const next = isCut ? (page[0]?.number ?? null) : from > first ? from : null;
  return {
    ...{ total: messages, reasons: tally.read() },
    ...{ letters: page.toReversed().map(headAnswer), next },
  };
}

async function* until(
  before: number,
  batches: AsyncIterable<readonly LetterHead[]>,
): AsyncIterable<readonly LetterHead[]> {
  for await (const heads of batches) {
    yield heads.filter(({ number }) => number < before);
    if ((heads.at(-1)?.number ?? 0) >= before) return;
  }
}

/** The oldest of the letters that are meant. Throws `not_found` when those that are named are all gone. */
export async function chooseLetters(
  bus: Bus,
  action: LettersAction,
  mostNamed = mostLettersNamed,
): Promise<LettersChosen> {
  const chosen: LetterHead[] = [];
  for await (const heads of meant(bus, action)) {
    chosen.push(...heads);
    if (chosen.length >= mostNamed) break;
  }
  const named = chosen.slice(0, mostNamed);
  const tally = createTally();
  for (const { code } of named) tally.add(code);
  const numbers = named.map(({ number }) => number);
  const isAll = chosen.length < mostNamed;
  return { total: numbers.length, reasons: tally.read(), numbers, isAll };
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
    read: () => [...counts].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => ({ reason, count })),
  };
}
