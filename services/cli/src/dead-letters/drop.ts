import { dropLetters } from "@rollcall/dead-letters";
import { createProgress } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { chooseLetters, type Choice } from "./choose-letters.ts";
import { countedText, headLines } from "./letter-text.ts";
import { openLetters } from "./open-letters.ts";

export interface DropOptions extends Choice {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** `rollcall dead-letters drop`. Gives the exit code: 0, or 2 without `--yes`. */
export async function drop(
  chosen: readonly number[],
  { dryRun = false, yes = false, ...choice }: DropOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  await using bus = await openLetters(surroundings);
  const letters = await chooseLetters(bus, chosen, choice);
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
  let dropped = 0;
  const numbers = letters.map(({ number }) => number);
  for await (const _number of dropLetters(bus, numbers)) {
    dropped += 1;
    progress.tell(dropped);
    interruption.throwIfAborted();
  }
  progress.end();
  tell([`Dropped ${letters.length} dead letters, ${countedText(letters)}.`]);
  return 0;
}
