import { setTimeout as pause } from "node:timers/promises";
import { streams } from "@rollcall/contracts";
import { eraseStored, letterAgain, publish, type Bus } from "@rollcall/messaging";
import { findAddresses } from "../addresses.ts";
import { openReading } from "../open-reading.ts";
import { createProgress, type Progress } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { headLines } from "./letter-text.ts";
import { openLetters } from "./open-letters.ts";
import { resultLines, type Results } from "./redrive-text.ts";
import { letterNumbered, selectLetters, type LetterHead, type Selection } from "./select-letters.ts";
import { watchLetters, type Sent, type Watch } from "./watch-letters.ts";

export interface RedriveOptions extends Omit<Selection, "numbers"> {
  readonly dryRun?: boolean | undefined;
  /** Seconds that services may take with a letter before the command ends without them. */
  readonly wait: number;
}

/** So many letters are under way at once: each is looked after until it is stored. */
const atOnce = 50;
const lookEveryMs = 200;

/** `rollcall dead-letters redrive`. Gives the exit code: 0 when all are stored, 1 when some are not. */
export async function redriveLetters(
  numbers: readonly number[],
  { dryRun = false, wait, ...which }: RedriveOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { env, stdout, stderr } = surroundings;
  await using bus = await openLetters(surroundings);
  const letters = await selectLetters(bus, { ...which, numbers });
  if (dryRun || letters.length === 0) {
    const title = `${letters.length} dead letters would be sent once more`;
    const told = letters.length === 0 ? ["No dead letters."] : [`${title}:`, ...letters.flatMap(headLines)];
    stdout.write(`${told.join("\n")}\n`);
    return 0;
  }
  const interruption = surroundings.interruption();
  const knowsMongo = (await findAddresses(env)).MONGODB_URL !== undefined;
  await using reading = knowsMongo ? await openReading({ env }) : null;
  const watch = await watchLetters(bus, reading?.store ?? null);
  const progress = createProgress(stderr, { what: "Redriving", of: "letters", total: letters.length });
  const results: Results = { stored: 0, failed: [], waiting: [], refused: [] };
  for (let from = 0; from < letters.length && results.waiting.length === 0; from += atOnce) {
    interruption.throwIfAborted();
    const some = letters.slice(from, from + atOnce);
    await redriveSome({ bus, watch, results, progress, interruption, waitMs: wait * 1_000 }, some);
  }
  progress.end();
  stdout.write(`${resultLines(results, letters.length).join("\n")}\n`);
  return results.stored === letters.length ? 0 : 1;
}

interface Redriving {
  readonly bus: Bus;
  readonly watch: Watch;
  readonly results: Results;
  readonly progress: Progress;
  readonly interruption: AbortSignal;
  readonly waitMs: number;
}

/** Sends letters and takes each out of the dead ones when it is stored, or lies there anew. */
async function redriveSome(redriving: Redriving, heads: readonly LetterHead[]): Promise<void> {
  const { bus, watch, results, progress, interruption, waitMs } = redriving;
  let open = await send(redriving, heads);
  let deadline = performance.now() + waitMs;
  while (open.length > 0 && performance.now() < deadline && !interruption.aborted) {
    const fates = await watch.fates(open);
    for (const [{ letter }, fate] of fates) {
      if (fate.is === "waiting") continue;
      if (fate.is === "stored") results.stored += 1;
      else results.failed.push({ number: letter.number, again: fate.again });
      await eraseStored(bus, streams.dead, letter.number);
      deadline = performance.now() + waitMs;
    }
    open = open.filter((one) => fates.get(one)?.is === "waiting");
    progress.tell(results.stored + results.failed.length + results.refused.length);
    if (open.length > 0) await pause(lookEveryMs, undefined, { signal: interruption }).catch(() => {});
  }
  results.waiting.push(...open.map(({ letter }) => letter.number));
}

async function send({ bus, results }: Redriving, heads: readonly LetterHead[]): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const { number } of heads) {
    const letter = await letterNumbered(bus, number);
    const message = letterAgain(letter, String(Date.now()));
    if (message === null) results.refused.push(number);
    else sent.push({ letter, sequence: (await publish(bus, message)).seq });
  }
  return sent;
}
