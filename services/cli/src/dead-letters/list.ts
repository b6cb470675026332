import { letterNumbered, readHeads, type LetterHead } from "@rollcall/dead-letters";
import type { Surroundings } from "../surroundings.ts";
import { countedText, headLines, wholeLines } from "./letter-text.ts";
import { openLetters } from "./open-letters.ts";

export interface ListOptions {
  readonly limit: number;
  readonly reason?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `rollcall dead-letters list`: the newest, oldest first. Gives the exit code, 0. */
export async function listLetters(
  { limit, reason, json = false }: ListOptions,
  surroundings: Surroundings,
): Promise<number> {
  await using bus = await openLetters(surroundings);
  const all: LetterHead[] = [];
  for await (const letters of readHeads(bus)) {
    all.push(...letters.filter(({ code }) => reason === undefined || code === reason));
  }
  const newest = all.slice(-limit);
  const text = json ? JSON.stringify({ total: all.length, newest }, undefined, 2) : listText(all, newest);
  surroundings.stdout.write(`${text}\n`);
  return 0;
}

function listText(all: readonly LetterHead[], newest: readonly LetterHead[]): string {
  if (all.length === 0) return "No dead letters.";
  const some = newest.length < all.length ? `; the newest ${newest.length}:` : ":";
  return [`${all.length} dead letters, ${countedText(all)}${some}`, ...newest.flatMap(headLines)].join("\n");
}

/** `rollcall dead-letters show <number>`. Gives the exit code, 0. */
export async function showLetter(number: number, surroundings: Surroundings): Promise<number> {
  await using bus = await openLetters(surroundings);
  surroundings.stdout.write(`${wholeLines(await letterNumbered(bus, number)).join("\n")}\n`);
  return 0;
}
