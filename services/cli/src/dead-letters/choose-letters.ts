import { selectLetters, type LetterHead, type Selection } from "@rollcall/dead-letters";
import type { Bus } from "@rollcall/messaging";
import { ConfigProblems } from "@rollcall/runtime";

/** Which letters a command is about, as its options say it. */
export interface Choice {
  readonly reason?: string | undefined;
  readonly all?: boolean | undefined;
}

/** The letters that are meant. Throws `ConfigProblems` when it is not clear which, or one is not there. */
export async function chooseLetters(
  bus: Bus,
  numbers: readonly number[],
  choice: Choice,
): Promise<readonly LetterHead[]> {
  const letters = await selectLetters(bus, selectionOf(numbers, choice));
  const missing = numbers.filter((wanted) => !letters.some(({ number }) => number === wanted));
  if (missing.length > 0)
    throw new ConfigProblems(missing.map((number) => `There is no dead letter ${number}.`));
  return letters;
}

function selectionOf(numbers: readonly number[], { reason, all = false }: Choice): Selection {
  const ways: readonly Selection[] = [
    ...(numbers.length > 0 ? [{ numbers }] : []),
    ...(reason === undefined ? [] : [{ reason }]),
    ...(all ? [{ all }] : []),
  ];
  const [only, ...others] = ways;
  if (only !== undefined && others.length === 0) return only;
  throw new ConfigProblems(["Name the letters by their numbers, or by --reason, or --all."]);
}
