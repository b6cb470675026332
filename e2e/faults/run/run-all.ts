import type { Fault } from "../fault.ts";
import type { Invariant } from "../invariant.ts";
import { runFault, type Row } from "./run-fault.ts";

export interface Progress {
  readonly step: (fault: Fault, step: string) => void;
  readonly done: (row: Row) => void;
}

/** Runs faults, some at once, each in an installation of its own; rows in the order of the faults. */
export async function runAll(
  faults: readonly Fault[],
  invariants: readonly Invariant[],
  atOnce: number,
  tell: Progress,
): Promise<readonly Row[]> {
  const rows = new Map<Fault, Row>();
  const waiting = faults.values();
  const runInTurn = async () => {
    for (const fault of waiting) {
      const row = await runFault(fault, invariants, (step) => tell.step(fault, step)).catch(
        (error: unknown) => notRun(fault, error),
      );
      rows.set(fault, row);
      tell.done(row);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runInTurn));
  return faults.flatMap((fault) => rows.get(fault) ?? []);
}

const notRun = (fault: Fault, error: unknown): Row => ({
  ...{ fault, traffic: "not known", findings: [], holds: false },
  happened: error instanceof Error ? error.message : String(error),
});
