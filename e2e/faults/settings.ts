import { parseArgs } from "node:util";
import type { Fault } from "./fault.ts";

/** What was asked for on the command line. */
export interface Settings {
  readonly faults: readonly Fault[];
  /** Whether the document is written: only after all faults. */
  readonly writes: boolean;
  /** Faults under way at the same time. */
  readonly atOnce: number;
}

/** Reads `--only`, `--short` and `--at-once`. Throws with a plain sentence when one is wrong. */
export function readSettings(args: readonly string[], all: readonly Fault[], short: Fault): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true },
      short: { type: "boolean", default: false },
      "at-once": { type: "string", default: "2" },
    },
  });
  const atOnce = Number(values["at-once"]);
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error("--at-once must be a whole number from 1");
  if (values.short) return { faults: [short], writes: false, atOnce };
  if (values.only === undefined) return { faults: all, writes: true, atOnce };
  const names = values.only.flatMap((text) => text.split(","));
  const unknown = names.find((name) => !all.some((fault) => fault.name === name));
  if (unknown !== undefined)
    throw new Error(`--only knows no "${unknown}", but ${all.map(({ name }) => name).join(", ")}`);
  return { faults: all.filter(({ name }) => names.includes(name)), writes: false, atOnce };
}
