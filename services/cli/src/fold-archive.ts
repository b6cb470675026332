import { CodedError, decodeEvidence, webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence, Instant, LiveKit, RoomSession, Stay, Touched } from "@rollcall/domain";
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
  /** Records that came later than asked for; they are not among `records`. */
  later: number;
}

export interface Folding {
  /** Fold into these documents only. Default: all. */
  readonly among?: Touched;
  /** Fold only what was known by then. Default: everything. */
  readonly until?: Instant;
  /** Told after each page how many records were read so far. */
  readonly onProgress?: (records: number) => void;
}

/** Folds the whole archive in memory, page by page. */
export async function foldArchive(
  reader: Pick<StoreReader, "archived">,
  { among, until = Infinity, onProgress }: Folding = {},
): Promise<Rebuilt> {
  const rebuilt: Rebuilt = {
    ...{ stays: new Map(), rooms: new Map(), livekit: null },
    ...{ records: 0, silent: 0, unreadable: 0, later: 0 },
  };
  const limits = among === undefined ? null : setsOf(among);
  for await (const page of reader.archived()) {
    const known = page.map(readRecord).filter(({ knownAt }) => !(knownAt > until));
    foldPage(rebuilt, known, limits);
    rebuilt.later += page.length - known.length;
    onProgress?.(rebuilt.records + rebuilt.later);
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

interface ReadRecord {
  readonly says: Evidence | "nothing" | "unreadable";
  readonly knownAt: Instant;
}

function foldPage(rebuilt: Rebuilt, page: readonly ReadRecord[], limits: Limits | null): void {
  const evidence = page.flatMap(({ says }) => (typeof says === "string" ? [] : says));
  const named = touchedByAll(evidence);
  const changes = foldBatch(rebuilt, evidence, limits === null ? named : within(named, limits));
  for (const { after } of changes.stays) rebuilt.stays.set(after.sid, { document: after, version: 0 });
  for (const { after } of changes.rooms) rebuilt.rooms.set(after.sid, { document: after, version: 0 });
  if (changes.livekit !== null) rebuilt.livekit = { document: changes.livekit.after, version: 0 };
  rebuilt.records += page.length;
  rebuilt.silent += page.filter(({ says }) => says === "nothing").length;
  rebuilt.unreadable += page.filter(({ says }) => says === "unreadable").length;
}

function readRecord(record: EvidenceRecord): ReadRecord {
  const receivedAt = Number(record.headers[webhookHeaders.receivedAt] ?? -Infinity);
  try {
    const says = decodeEvidence(record) ?? "nothing";
    return { says, knownAt: typeof says === "string" ? receivedAt : knownAtOf(says) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { says: "unreadable", knownAt: receivedAt };
  }
}

/** A webhook is known when ingress received it; a look when it had its answer. */
const knownAtOf = (evidence: Evidence): Instant =>
  evidence.kind === "snapshot" || evidence.kind === "census" ? evidence.answeredAt : evidence.receivedAt;

const within = (named: Touched, limits: Limits): Touched => ({
  stays: named.stays.filter((sid) => limits.stays.has(sid)),
  rooms: named.rooms.filter((sid) => limits.rooms.has(sid)),
  livekit: named.livekit && limits.livekit,
});
