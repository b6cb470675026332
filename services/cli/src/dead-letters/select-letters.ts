import { streams, subjects } from "@rollcall/contracts";
import { getStored, readLetter, readStored, type Bus, type ReadLetter } from "@rollcall/messaging";
import { ConfigProblems } from "@rollcall/runtime";

/** Which letters a command is about: these, or all of a reason, or all. */
export interface Selection {
  readonly numbers: readonly number[];
  readonly reason?: string | undefined;
  readonly all?: boolean | undefined;
}

/** A letter without what can be large. */
export type LetterHead = Omit<ReadLetter, "data" | "headers">;

export function headOf(letter: ReadLetter): LetterHead {
  const { data: _data, headers: _headers, ...head } = letter;
  return head;
}

/** The letters that are meant, oldest first. Throws `ConfigProblems` when it is not clear which, or one is not there. */
export async function selectLetters(bus: Bus, selection: Selection): Promise<readonly LetterHead[]> {
  const { numbers, reason, all = false } = selection;
  const ways = [numbers.length > 0, reason !== undefined, all].filter(Boolean).length;
  if (ways !== 1) throw new ConfigProblems(["Name the letters by their numbers, or by --reason, or --all."]);
  if (numbers.length > 0) {
    const found: LetterHead[] = [];
    for (const number of new Set(numbers)) found.push(headOf(await letterNumbered(bus, number)));
    return found;
  }
  const found: LetterHead[] = [];
  for await (const letters of readLetters(bus)) {
    found.push(...letters.filter(({ code }) => all || code === reason).map(headOf));
  }
  return found;
}

export async function* readLetters(bus: Bus): AsyncIterable<readonly ReadLetter[]> {
  for await (const batch of readStored(bus, streams.dead, subjects.allDead)) yield batch.map(readLetter);
}

/** Throws `ConfigProblems` when there is none of this number. */
export async function letterNumbered(bus: Bus, number: number): Promise<ReadLetter> {
  const stored = await getStored(bus, streams.dead, number);
  if (stored === null) throw new ConfigProblems([`There is no dead letter ${number}.`]);
  return readLetter(stored);
}
