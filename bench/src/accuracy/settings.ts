import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** What was asked for on the command line. */
export interface Settings {
  readonly histories: number;
  readonly seed: number;
  readonly workers: number;
  /** One history of the mix alone, to look at again. */
  readonly only: number | null;
  /** Whether the documents are written. */
  readonly writes: boolean;
}

export const defaults = { histories: 10_000, seed: 1 };

const most = 1_000_000;

/** Reads `--histories`, `--seed`, `--workers`, `--only` and `--write`. Throws with a plain sentence when one is wrong. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      histories: { type: "string" },
      seed: { type: "string" },
      workers: { type: "string" },
      only: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const histories = wholeNumber("histories", values.histories, defaults.histories, 1);
  const seed = wholeNumber("seed", values.seed, defaults.seed, 0);
  const only = values.only === undefined ? null : wholeNumber("only", values.only, 0, 0);
  const isDefault = histories === defaults.histories && seed === defaults.seed && only === null;
  return {
    ...{ histories, seed, only },
    workers: wholeNumber("workers", values.workers, availableParallelism(), 1),
    writes: values.write || isDefault,
  };
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most || text.trim() === "")
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, and is "${text}"`);
  return number;
}
