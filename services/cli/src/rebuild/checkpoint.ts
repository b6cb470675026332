import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import type { LiveKit, RoomSession, Stay } from "@rollcall/domain";
import { z } from "zod";
import { emptyRebuilt, type FoldedSoFar } from "./fold-archive.ts";

const head = z.strictObject({
  format: z.literal("rollcall-checkpoint"),
  version: z.literal(1),
  savedAt: z.number(),
  basis: z.string(),
  behind: z.strictObject({ id: z.string(), variant: z.string() }),
  ...{ records: z.number(), silent: z.number(), unreadable: z.number(), later: z.number() },
});

/** Of documents only as much as tells their kind: they are our own, and were written by the version that reads them. */
const line = z.union([
  z.strictObject({ stay: z.looseObject({ sid: z.string() }) }),
  z.strictObject({ room: z.looseObject({ sid: z.string() }) }),
  z.strictObject({ livekit: z.looseObject({}) }),
  z.strictObject({ end: z.literal(true) }),
]);

/** The fold's rules may change from one version to the next, and then nothing says that old work still holds. */
const goodForMs = 24 * 60 * 60_000;

/** Where a run of this purpose keeps its place. The purpose says all that makes one run another than the next. */
export function checkpointPath(folder: string, purpose: readonly unknown[]): string {
  const hash = createHash("sha256").update(JSON.stringify(purpose)).digest("hex");
  return join(folder, `rebuild-${hash.slice(0, 12)}.checkpoint`);
}

export interface Mark {
  readonly now: number;
  /** Says what the archive was: when it was rewritten since, old work holds no more. */
  readonly basis: string;
}

/** Replaces the checkpoint as a whole, so that a run that is killed meanwhile leaves the one before. */
export async function writeCheckpoint(path: string, soFar: FoldedSoFar, mark: Mark): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  // It names people.
  await pipeline(linesOf(soFar, mark), createWriteStream(beside, { mode: 0o600 }));
  await rename(beside, path);
}

export const removeCheckpoint = (path: string): Promise<void> => rm(path, { force: true });

/** Takes away all places of all runs: they name people. Gives how many. */
export async function removeCheckpoints(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => /^rebuild-[0-9a-f]{12}\.checkpoint/.test(name));
  await Promise.all(own.map((name) => rm(join(folder, name), { force: true })));
  return own.length;
}

function* linesOf({ rebuilt, behind }: FoldedSoFar, { basis, now: savedAt }: Mark): Iterable<string> {
  const { stays, rooms, livekit, ...counts } = rebuilt;
  yield lineOf({ format: "rollcall-checkpoint", version: 1, savedAt, basis, behind, ...counts });
  for (const { document } of stays.values()) yield lineOf({ stay: document });
  for (const { document } of rooms.values()) yield lineOf({ room: document });
  if (livekit !== null) yield lineOf({ livekit: livekit.document });
  yield lineOf({ end: true });
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/** Null when there is none, or none that can be used: it is cut off, of another version or basis, old, or not to be read. */
export async function readCheckpoint(path: string, mark: Mark): Promise<FoldedSoFar | null> {
  try {
    return await read(path, mark);
  } catch (error) {
    const isUnreadable = error instanceof Error && "code" in error;
    if (isUnreadable || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

async function read(path: string, mark: Mark): Promise<FoldedSoFar | null> {
  const rebuilt = emptyRebuilt();
  let behind: FoldedSoFar["behind"] = null;
  let isWhole = false;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (behind === null) {
      const { savedAt, basis, behind: place, ...counts } = head.parse(JSON.parse(text));
      if (mark.now - savedAt > goodForMs || basis !== mark.basis) return null;
      const { records, silent, unreadable, later } = counts;
      behind = place;
      Object.assign(rebuilt, { records, silent, unreadable, later });
      continue;
    }
    const said = line.parse(JSON.parse(text));
    if ("stay" in said)
      rebuilt.stays.set(said.stay.sid, { document: said.stay as unknown as Stay, version: 0 });
    else if ("room" in said) {
      rebuilt.rooms.set(said.room.sid, { document: said.room as unknown as RoomSession, version: 0 });
    } else if ("livekit" in said)
      rebuilt.livekit = { document: said.livekit as unknown as LiveKit, version: 0 };
    else isWhole = true;
  }
  return behind !== null && isWhole ? { rebuilt, behind } : null;
}
