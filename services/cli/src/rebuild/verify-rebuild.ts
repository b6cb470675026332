import { setTimeout as pause } from "node:timers/promises";
import { emptyLiveKit } from "@rollcall/domain";
import type { Documents, StoreReader, StoreWriter } from "@rollcall/store";
import { differenceOf, type Difference } from "./difference.ts";
import type { Progress } from "../progress.ts";
import { foldArchive, readSoFar, type FoldedSoFar, type Rebuilt } from "./fold-archive.ts";
import { loadInPortions } from "./in-portions.ts";
import { touchedByDifferences } from "./touched-by-differences.ts";

export type Verifiable = Pick<StoreReader, "archived" | "allStays" | "allSessions" | "livekit"> &
  Pick<StoreWriter, "load">;

export interface Report {
  readonly records: number;
  readonly silent: number;
  readonly unreadable: number;
  readonly stays: number;
  readonly rooms: number;
  readonly differences: readonly Difference[];
}

export interface VerifyOptions {
  /** Folds the whole archive. Default: in one go. */
  readonly fold?: () => Promise<Rebuilt>;
  /** Ends it between two pages, with an error. */
  readonly interruption?: AbortSignal;
  /** Tells how far each further look through the archive is. Default: nobody is told. */
  readonly lookProgress?: (look: number) => Progress;
  /** Between two looks at documents that differ; attendance catches up meanwhile. Default 2 s. */
  readonly pauseMs?: number;
}

/** A room with people in it changes every half minute; a true difference stays. */
export const mostLooks = 5;

/**
 * Folds the whole archive again and compares it with the stored documents. Evidence that arrives meanwhile makes
 * documents differ for a moment, so whatever differs is folded and read again before it is reported.
 */
export async function verifyRebuild(reader: Verifiable, options: VerifyOptions = {}): Promise<Report> {
  const { fold = () => foldArchive(reader), interruption, lookProgress, pauseMs = 2_000 } = options;
  const rebuilt = await fold();
  const { differences, stays, rooms } = await compareAll(reader, rebuilt);
  let remaining = differences;
  for (let look = 1; look < mostLooks && remaining.length > 0; look += 1) {
    await pause(pauseMs, undefined, { signal: interruption }).catch(() => interruption?.throwIfAborted());
    remaining = await lookAgain(reader, remaining, { interruption, progress: lookProgress?.(look) });
  }
  const { records, silent, unreadable } = rebuilt;
  return { records, silent, unreadable, stays, rooms, differences: remaining };
}

interface Comparison {
  readonly stays: number;
  readonly rooms: number;
  readonly differences: readonly Difference[];
}

async function compareAll(reader: Verifiable, rebuilt: Rebuilt): Promise<Comparison> {
  const livekit = rebuilt.livekit?.document ?? emptyLiveKit;
  const differences = [differenceOf("livekit", "livekit", await reader.livekit(), livekit)];
  const stays = await compareKind("stay", reader.allStays(), rebuilt.stays, differences);
  const rooms = await compareKind("room", reader.allSessions(), rebuilt.rooms, differences);
  return { stays, rooms, differences: differences.filter((difference) => difference !== null) };
}

/** Adds to `differences`; returns how many documents are stored. */
async function compareKind<T extends { readonly sid: string }>(
  kind: "stay" | "room",
  stored: AsyncIterable<readonly T[]>,
  rebuilt: ReadonlyMap<string, { readonly document: T }>,
  differences: (Difference | null)[],
): Promise<number> {
  const seen = new Set<string>();
  for await (const page of stored) {
    for (const document of page) {
      seen.add(document.sid);
      const expected = rebuilt.get(document.sid)?.document ?? null;
      differences.push(differenceOf(kind, document.sid, document, expected));
    }
  }
  for (const [sid, { document }] of rebuilt) {
    if (!seen.has(sid)) differences.push(differenceOf(kind, sid, null, document));
  }
  return seen.size;
}

interface LookOptions {
  readonly interruption: AbortSignal | undefined;
  readonly progress: Progress | undefined;
}

/** Those that still differ: from what is stored before the archive is read, and from what is stored after. */
async function lookAgain(
  reader: Verifiable,
  open: readonly Difference[],
  { interruption, progress }: LookOptions,
): Promise<readonly Difference[]> {
  const among = touchedByDifferences(open);
  const before = await loadInPortions(reader, among);
  const onPage = (soFar: FoldedSoFar) => {
    interruption?.throwIfAborted();
    progress?.tell(readSoFar(soFar.rebuilt));
  };
  const rebuilt = await foldArchive(reader, { among, onPage });
  progress?.end();
  const after = await loadInPortions(reader, among);
  return open.flatMap(({ kind, id }) => {
    const expected = rebuiltDocument(rebuilt, kind, id);
    const differs = (stored: Documents) => differenceOf(kind, id, storedDocument(stored, kind, id), expected);
    return differs(before) === null ? [] : (differs(after) ?? []);
  });
}

function storedDocument(
  { stays, rooms, livekit }: Documents,
  kind: Difference["kind"],
  id: string,
): object | null {
  if (kind === "livekit") return livekit?.document ?? emptyLiveKit;
  return (kind === "stay" ? stays : rooms).get(id)?.document ?? null;
}

function rebuiltDocument(rebuilt: Rebuilt, kind: Difference["kind"], id: string): object | null {
  if (kind === "livekit") return rebuilt.livekit?.document ?? emptyLiveKit;
  return (kind === "stay" ? rebuilt.stays : rebuilt.rooms).get(id)?.document ?? null;
}
