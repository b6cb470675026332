import type { Instant } from "@rollcall/domain";
import type { StoreReader } from "@rollcall/store";
import { createProgress } from "../progress.ts";
import type { Terminal } from "../surroundings.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { foldArchive, readSoFar, type FoldedSoFar, type Rebuilt } from "./fold-archive.ts";
import { counted } from "../counted.ts";

export interface Resumable {
  /** Where this run keeps its place, and takes it up again. */
  readonly path: string;
  /** Says what the archive is: a place in another one is none. */
  readonly basis: string;
  readonly until?: Instant | undefined;
  /** Begin anew, whatever lies there. */
  readonly isFresh: boolean;
  readonly terminal: Terminal;
  /** Ends the run at the next page, its place kept. */
  readonly interruption: AbortSignal;
  /** Default 10 s. */
  readonly checkpointEveryMs?: number;
}

/** A run that was stopped; its message says how it goes on. */
export class Stopped extends Error {}

/** Writing may take no more than a tenth of the time. */
const writingShare = 10;

export interface Folded {
  readonly rebuilt: Rebuilt;
  /** To be called when all is done with it: until then a run that is stopped need not fold again. */
  readonly forget: () => Promise<void>;
}

/** Folds the whole archive, and keeps its place: a run that was stopped, also by force, goes on from there. */
export async function foldResumably(
  store: Pick<StoreReader, "archived" | "archivedCount">,
  { path, basis, until = Infinity, isFresh, terminal, interruption, checkpointEveryMs = 10_000 }: Resumable,
): Promise<Folded> {
  const goOn = isFresh ? null : await readCheckpoint(path, { now: Date.now(), basis });
  const total = await store.archivedCount();
  const from = goOn === null ? 0 : readSoFar(goOn.rebuilt);
  if (goOn !== null)
    terminal.write(`Going on behind the ${counted(from, "record")} that an earlier run has folded.\n`);
  const progress = createProgress(terminal, { what: "Archive", of: "records", total, from });
  const checkpoint = createCheckpointing(path, basis, terminal, checkpointEveryMs);
  let last = goOn;
  const rebuilt = await foldArchive(store, {
    ...{ until, goOn },
    onPage: async (soFar) => {
      last = soFar;
      progress.tell(readSoFar(soFar.rebuilt));
      if (!interruption.aborted) return checkpoint.ifDue(soFar);
      progress.end();
      const isKept = await checkpoint.now(soFar);
      throw new Stopped(
        isKept
          ? `Stopped after ${readSoFar(soFar.rebuilt)} of ${total} records; the same command goes on from there (${path}).`
          : "Stopped.",
      );
    },
  });
  progress.end();
  if (last !== null) await checkpoint.ifLong(last);
  return { rebuilt, forget: checkpoint.remove };
}

function createCheckpointing(path: string, basis: string, terminal: Terminal, everyMs: number) {
  const beganAt = performance.now();
  let dueAt = beganAt + everyMs;
  let isPossible = true;
  const write = async (soFar: FoldedSoFar): Promise<boolean> => {
    const startedAt = performance.now();
    try {
      await writeCheckpoint(path, soFar, { now: Date.now(), basis });
    } catch (error) {
      isPossible = false;
      const reason = error instanceof Error ? error.message : String(error);
      terminal.write(`No checkpoint can be kept, so a run that is stopped begins anew: ${reason}\n`);
    }
    const endedAt = performance.now();
    dueAt = endedAt + Math.max(everyMs, writingShare * (endedAt - startedAt));
    return isPossible;
  };
  return {
    now: write,
    remove: async (): Promise<void> => (isPossible ? removeCheckpoint(path) : undefined),
    /** What was folded in a moment is folded again as soon. */
    ifLong: async (soFar: FoldedSoFar): Promise<void> => {
      if (isPossible && performance.now() >= beganAt + everyMs) await write(soFar);
    },
    ifDue: async (soFar: FoldedSoFar): Promise<void> => {
      if (isPossible && performance.now() >= dueAt) await write(soFar);
    },
  };
}
