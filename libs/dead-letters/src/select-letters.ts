import { CodedError, streams, subjects } from "@rollcall/contracts";
import { getStored, readLetter, readStored, type Bus, type ReadLetter } from "@rollcall/messaging";

/** Which letters are meant: these, all of a reason, or all. */
export type Selection =
  { readonly numbers: readonly number[] } | { readonly reason: string } | { readonly all: true };

/** A letter without what can be large. */
export type LetterHead = Omit<ReadLetter, "data" | "headers">;

/** The letters that are meant and there, oldest first; numbers in the order given. */
export async function selectLetters(bus: Bus, selection: Selection): Promise<readonly LetterHead[]> {
  if ("numbers" in selection) {
    const letters: LetterHead[] = [];
    for (const number of new Set(selection.numbers)) {
      const letter = await findLetter(bus, number);
      if (letter !== null) letters.push(headOf(letter));
    }
    return letters;
  }
  const letters: LetterHead[] = [];
  for await (const heads of readHeads(bus))
    letters.push(...heads.filter(({ code }) => "all" in selection || code === selection.reason));
  return letters;
}

/** All letters from a number on, without what can be large, oldest first and in batches. Throws `bus_unavailable`. */
export async function* readHeads(bus: Bus, from = 1): AsyncIterable<readonly LetterHead[]> {
  for await (const batch of readStored(bus, streams.dead, subjects.allDead, { headersOnly: true, from }))
    yield batch.map(readLetter).map(headOf);
}

/** Throws `not_found` when there is none of this number. */
export async function letterNumbered(bus: Bus, number: number): Promise<ReadLetter> {
  const letter = await findLetter(bus, number);
  if (letter === null) throw new CodedError("not_found", `There is no dead letter ${number}.`);
  return letter;
}

/** Null when there is none of this number. */
export async function findLetter(bus: Bus, number: number): Promise<ReadLetter | null> {
  const stored = await getStored(bus, streams.dead, number);
  return stored === null ? null : readLetter(stored);
}

function headOf(letter: ReadLetter): LetterHead {
  const { data: _data, headers: _headers, ...head } = letter;
  return head;
}
