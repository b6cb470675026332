import { parseArgs } from "node:util";
import type { Fault } from "./fault.ts";

/** What was asked for on the command line. */
export interface Settings {
  readonly faults: readonly Fault[];
  /** Whether the document is written: only after all faults. */
  readonly writes: boolean;
}

/** Reads `--only` and `--short`. Throws with a plain sentence when one is wrong. */
export function readSettings(args: readonly string[], all: readonly Fault[], short: Fault): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: "string", multiple: true }, short: { type: "boolean", default: false } },
  });
  if (values.short) return { faults: [short], writes: false };
  if (values.only === undefined) return { faults: all, writes: true };
  const names = values.only.flatMap((text) => text.split(","));
  const unknown = names.find((name) => !all.some((fault) => fault.name === name));
  if (unknown !== undefined)
    throw new Error(`--only knows no "${unknown}", but ${all.map(({ name }) => name).join(", ")}`);
  return { faults: all.filter(({ name }) => names.includes(name)), writes: false };
}
