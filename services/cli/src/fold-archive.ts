import { CodedError, decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence, LiveKit, RoomSession, Stay, Touched } from "@rollcall/domain";
import { foldBatch, touchedByAll, type StoreReader, type Versioned } from "@rollcall/store";

/** The state that the archive gives. */
export interface Rebuilt {
  readonly stays: Map<string, Versioned<Stay>>;
  readonly rooms: Map<string, Versioned<RoomSession>>;
  livekit: Versioned<LiveKit> | null;
  records: number;
  /** Records that say nothing about attendance. */
  silent: number;
  /** Records that this version does not understand; they are in the dead letters too. */
  unreadable: number;
}

export interface Folding {
  /** Fold into these documents only. Default: all. */
  readonly among?: Touched;
  /** Told after each page how many records were read so far. */
  readonly onProgress?: (records: number) => void;
}

/** Folds the whole archive in memory, page by page. */
export async function foldArchive(
  reader: Pick<StoreReader, "archived">,
  { among, onProgress }: Folding = {},
): Promise<Rebuilt> {
  const rebuilt: Rebuilt = {
    ...{ stays: new Map(), rooms: new Map(), livekit: null },
    ...{ records: 0, silent: 0, unreadable: 0 },
  };
  const limits = among === undefined ? null : setsOf(among);
  for await (const page of reader.archived()) {
    foldPage(rebuilt, page, limits);
    onProgress?.(rebuilt.records);
  }
  return rebuilt;
}

interface Limits {
  readonly stays: ReadonlySet<string>;
  readonly rooms: ReadonlySet<string>;
  readonly livekit: boolean;
}

const setsOf = ({ stays, rooms, livekit }: Touched): Limits => ({
  stays: new Set(stays),
  rooms: new Set(rooms),
  livekit,
});

function foldPage(rebuilt: Rebuilt, page: readonly EvidenceRecord[], limits: Limits | null): void {
  const read = page.map(readRecord);
  const evidence = read.filter((piece) => piece !== null && piece !== "unreadable");
  const named = touchedByAll(evidence);
  const changes = foldBatch(rebuilt, evidence, limits === null ? named : within(named, limits));
  for (const { after } of changes.stays) rebuilt.stays.set(after.sid, { document: after, version: 0 });
  for (const { after } of changes.rooms) rebuilt.rooms.set(after.sid, { document: after, version: 0 });
  if (changes.livekit !== null) rebuilt.livekit = { document: changes.livekit.after, version: 0 };
  rebuilt.records += page.length;
  rebuilt.silent += read.filter((piece) => piece === null).length;
  rebuilt.unreadable += read.filter((piece) => piece === "unreadable").length;
}

function readRecord(record: EvidenceRecord): Evidence | null | "unreadable" {
  try {
    return decodeEvidence(record);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return "unreadable";
  }
}

const within = (named: Touched, limits: Limits): Touched => ({
  stays: named.stays.filter((sid) => limits.stays.has(sid)),
  rooms: named.rooms.filter((sid) => limits.rooms.has(sid)),
  livekit: named.livekit && limits.livekit,
});
