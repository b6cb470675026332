import { streams } from "@rollcall/contracts";
import { eraseStored } from "@rollcall/messaging";
import { createProgress } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { countedText, headLines } from "./letter-text.ts";
import { openLetters } from "./open-letters.ts";
import { selectLetters, type Selection } from "./select-letters.ts";

export interface DropOptions extends Omit<Selection, "numbers"> {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** `rollcall dead-letters drop`. Gives the exit code: 0, or 2 without `--yes`. */
export async function dropLetters(
  numbers: readonly number[],
  { dryRun = false, yes = false, ...which }: DropOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  await using bus = await openLetters(surroundings);
  const letters = await selectLetters(bus, { ...which, numbers });
  const tell = (lines: readonly string[]) => stdout.write(`${lines.join("\n")}\n`);
  if (letters.length === 0) {
    tell(["No dead letters."]);
    return 0;
  }
  if (dryRun || !yes) {
    const last = dryRun
      ? "Nothing was dropped."
      : "Nothing was dropped: it cannot be undone, so it needs --yes.";
    tell([
      `${letters.length} dead letters would be dropped, ${countedText(letters)}:`,
      ...letters.flatMap(headLines),
      last,
    ]);
    return dryRun ? 0 : 2;
  }
  const interruption = surroundings.interruption();
  const progress = createProgress(stderr, { what: "Dropping", of: "letters", total: letters.length });
  for (const [index, { number }] of letters.entries()) {
    interruption.throwIfAborted();
    await eraseStored(bus, streams.dead, number);
    progress.tell(index + 1);
  }
  progress.end();
  tell([`Dropped ${letters.length} dead letters, ${countedText(letters)}.`]);
  return 0;
}
