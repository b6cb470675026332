import { CodedError, decodeEvidence, webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence, Instant, LiveKit, RoomSession, Stay, Touched } from "@rollcall/domain";
import {
  archiveKeyOf,
  foldBatch,
  touchedByAll,
  type ArchiveKey,
  type StoreReader,
  type Versioned,
} from "@rollcall/store";

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
  /** Go on with what an earlier call has folded. */
  readonly goOn?: FoldedSoFar | null;
  /** Awaited after each page; what it throws ends the folding. */
  readonly onPage?: (soFar: FoldedSoFar) => Promise<void> | void;
}

/** What is folded, and behind which record there is more. */
export interface FoldedSoFar {
  readonly rebuilt: Rebuilt;
  readonly behind: ArchiveKey | null;
}

export const emptyRebuilt = (): Rebuilt => ({
  ...{ stays: new Map(), rooms: new Map(), livekit: null },
  ...{ records: 0, silent: 0, unreadable: 0, later: 0 },
});

/** How many records were read. */
export const readSoFar = ({ records, later }: Rebuilt): number => records + later;

/** Folds the whole archive in memory, page by page. */
export async function foldArchive(
  reader: Pick<StoreReader, "archived">,
  { among, until = Infinity, goOn = null, onPage }: Folding = {},
): Promise<Rebuilt> {
  const rebuilt = goOn?.rebuilt ?? emptyRebuilt();
  const limits = among === undefined ? null : setsOf(among);
  for await (const page of reader.archived(goOn?.behind)) {
    const known = page.map(readRecord).filter(({ knownAt }) => !(knownAt > until));
    foldPage(rebuilt, known, limits);
    rebuilt.later += page.length - known.length;
    const last = page.at(-1);
    await onPage?.({ rebuilt, behind: last === undefined ? null : archiveKeyOf(last) });
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
