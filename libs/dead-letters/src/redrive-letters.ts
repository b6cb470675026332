import { setTimeout as pause } from "node:timers/promises";
import { streams } from "@rollcall/contracts";
import { eraseStored, letterAgain, publish, type Bus, type ReadLetter } from "@rollcall/messaging";
import type { Folded } from "./is-folded.ts";
import { findLetter } from "./select-letters.ts";
import { watchLetters, type Sent, type Watch } from "./watch-letters.ts";

/** What became of letters that were to be sent once more. */
export interface Redriven {
  stored: number;
  /** They are dead letters again, each under a new number. */
  readonly failed: { readonly number: number; readonly again: ReadLetter }[];
  /** They were sent, and nobody is done with them. */
  readonly waiting: number[];
  /** No stream takes them. */
  readonly refused: number[];
  /** Somebody else redrove or dropped them meanwhile. */
  readonly gone: number[];
}

export interface RedriveOptions {
  readonly bus: Bus;
  /** Where it can be looked up whether evidence is stored; null: consumers alone tell. */
  readonly store: Folded | null;
  /** How long services may take with the next letter before the rest is left alone. */
  readonly waitMs: number;
  /** Nothing more is sent and nothing more is waited for. */
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** So many letters are under way at once: each is looked after until it is stored. */
const atOnce = 50;
const lookEveryMs = 200;

/**
 * Sends letters once more where they came from, and takes each out of the dead ones when it is stored, or lies there
 * anew. Those that it did not come to are in none of the lists. Throws `bus_unavailable`, `store_unavailable`.
 */
export async function redriveLetters(options: RedriveOptions, numbers: readonly number[]): Promise<Redriven> {
  const { bus, store, signal } = options;
  const watch = await watchLetters(bus, store);
  const redriven: Redriven = { stored: 0, failed: [], waiting: [], refused: [], gone: [] };
  for (let from = 0; from < numbers.length && redriven.waiting.length === 0; from += atOnce) {
    if (signal.aborted) break;
    await redriveSome({ ...options, watch, redriven }, numbers.slice(from, from + atOnce));
  }
  return redriven;
}

interface Redriving extends RedriveOptions {
  readonly watch: Watch;
  readonly redriven: Redriven;
}

async function redriveSome(redriving: Redriving, numbers: readonly number[]): Promise<void> {
  const { bus, watch, redriven, waitMs, signal } = redriving;
  let open = await send(redriving, numbers);
  let deadline = performance.now() + waitMs;
  while (open.length > 0 && performance.now() < deadline && !signal.aborted) {
    const fates = await watch.fates(open);
    for (const [{ letter }, fate] of fates) {
      if (fate.is === "waiting") continue;
      if (fate.is === "stored") redriven.stored += 1;
      else redriven.failed.push({ number: letter.number, again: fate.again });
      await eraseStored(bus, streams.dead, letter.number);
      deadline = performance.now() + waitMs;
    }
    open = open.filter((one) => fates.get(one)?.is === "waiting");
    redriving.onProgress?.(doneIn(redriven));
    if (open.length > 0) await pause(lookEveryMs, undefined, { signal }).catch(() => {});
  }
  redriven.waiting.push(...open.map(({ letter }) => letter.number));
}

async function send({ bus, redriven }: Redriving, numbers: readonly number[]): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const number of numbers) {
    const letter = await findLetter(bus, number);
    const message = letter === null ? null : letterAgain(letter, String(Date.now()));
    if (letter === null) redriven.gone.push(number);
    else if (message === null) redriven.refused.push(number);
    else sent.push({ letter, sequence: (await publish(bus, message)).seq });
  }
  return sent;
}

const doneIn = ({ stored, failed, refused, gone }: Redriven): number =>
  stored + failed.length + refused.length + gone.length;
