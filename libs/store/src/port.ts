import type { EvidenceRecord } from "@rollcall/contracts";
import type { Instant, LiveKit, RoomSession, Span, Stay, Touched } from "@rollcall/domain";

/** A document and the version that it was stored with; 0 when it is not stored yet. */
export interface Versioned<T> {
  readonly document: T;
  readonly version: number;
}

/** Stored documents by SID; what is not stored is not in them. */
export interface Documents {
  readonly stays: ReadonlyMap<string, Versioned<Stay>>;
  readonly rooms: ReadonlyMap<string, Versioned<RoomSession>>;
  readonly livekit: Versioned<LiveKit> | null;
}

/** A record's place in the archive; an id has several variants when it was published with differences. */
export interface ArchiveKey {
  readonly id: string;
  readonly variant: string;
}

/** Documents to store, each with the version that it was loaded with. */
export interface Writes {
  readonly stays: readonly Versioned<Stay>[];
  readonly rooms: readonly Versioned<RoomSession>[];
  readonly livekit: Versioned<LiveKit> | null;
}

/** What a batch of evidence makes of one document. */
export interface Change<T> {
  /** As stored; the empty document when it is not. */
  readonly before: T;
  readonly after: T;
  readonly version: number;
}

export interface Changes {
  readonly stays: readonly Change<Stay>[];
  readonly rooms: readonly Change<RoomSession>[];
  readonly livekit: Change<LiveKit> | null;
}

/** One archived record for another. */
export interface Replacement {
  readonly before: EvidenceRecord;
  readonly after: EvidenceRecord;
}

export interface OpenRoom {
  readonly room: string;
  /** Room sessions that the open stays belong to, as far as evidence names them. */
  readonly roomSids: readonly string[];
}

export interface OpenStayCounts {
  readonly open: number;
  readonly stale: number;
}

/** Something began in a room: a stay, or the first life of a room session. */
export interface Start {
  readonly room: string;
  readonly at: Instant;
}

export interface StartsBefore {
  readonly before: Instant;
  /** Stop after this many rooms; rooms that tie with the last one are given too. */
  readonly limit: number;
  readonly room?: string | undefined;
}

export interface RecentStarts {
  /** The latest start of each room within `[reached, before)`, newest first. */
  readonly starts: readonly Start[];
  /** Every room with a start at or after this is among `starts`; null when nothing older exists. */
  readonly reached: Instant | null;
}

export interface StoreUsage {
  /** What the archive takes on the disk. */
  readonly archiveBytes: number;
  /** Share of the disk under the database that is taken; null where it does not tell. */
  readonly diskFilled: number | null;
}

/**
 * What is stored, for those who only read. Answers hold what a majority has stored, never less; every failure to
 * reach the database is a `store_unavailable`. Lists are in order of starting. A time span matches whatever may
 * overlap it, its ends included: bounds are generous, the reader resolves.
 */
export interface StoreReader {
  /** Resolves when the database takes writes. */
  ping(): Promise<void>;
  stay(sid: string): Promise<Stay | null>;
  /** A room session by its SID, or what is known of a room without any, by `roomKey`. */
  session(sid: string): Promise<RoomSession | null>;
  livekit(): Promise<LiveKit>;
  openStaysIn(room: string): Promise<readonly Stay[]>;
  /** Rooms with stays that no evidence ends; stays of which no room is known are in none. */
  roomsWithOpenStays(): Promise<readonly OpenRoom[]>;
  /** How many stays no evidence ends, and how many of them were last seen before an instant, or never. */
  openStayCounts(seenBefore: Instant): Promise<OpenStayCounts>;
  staysInRoom(room: string, within: Span): Promise<readonly Stay[]>;
  staysOfRoomSid(roomSid: string): Promise<readonly Stay[]>;
  staysOfIdentity(identity: string, within: Span): Promise<readonly Stay[]>;
  sessionsOfRoom(room: string, within: Span): Promise<readonly RoomSession[]>;
  recentStarts(wanted: StartsBefore): Promise<RecentStarts>;
  /** Archived evidence by id. An id has several records when it was published more than once with differences. */
  records(ids: readonly string[]): Promise<readonly EvidenceRecord[]>;
  /**
   * The archive in pages, in the order of its keys, which says nothing: all of it, or what lies behind a key. Holds
   * at least what was archived before the call.
   */
  archived(behind?: ArchiveKey | null): AsyncIterable<readonly EvidenceRecord[]>;
  /** About how many records the archive holds; for telling progress. */
  archivedCount(): Promise<number>;
  usage(): Promise<StoreUsage>;
  /** Every stored document in pages. */
  allStays(): AsyncIterable<readonly Stay[]>;
  allSessions(): AsyncIterable<readonly RoomSession[]>;
}

/** The one writer's side. A call that fails may have stored a part: repeat it whole, loading again. */
export interface StoreWriter {
  /** Keeps evidence for good; records that are kept already are ignored. */
  archive(records: readonly EvidenceRecord[]): Promise<void>;
  /** Keeps records in the place of others, which are deleted only when the new ones are kept. */
  replace(replacements: readonly Replacement[]): Promise<void>;
  load(touched: Touched): Promise<Documents>;
  /** Stores each document whose stored version is still the given one; returns those that lost the race. */
  save(writes: Writes): Promise<Touched>;
}

/**
 * That somebody was erased. The identity is kept only until it is done, so that an erasure that was stopped is taken
 * up under the same pseudonym.
 */
export interface Erasure {
  readonly pseudonym: string;
  readonly identity: string | null;
  readonly begunAt: Instant;
  readonly doneAt: Instant | null;
}

/** What the erasure of a person needs besides. */
export interface StoreEraser {
  /** Every stay of which any evidence claims this identity. */
  staysClaiming(identity: string): Promise<readonly Stay[]>;
  /** Begins an erasure, or gives the one of this identity that was begun and is not done. */
  beginErasure(erasure: {
    readonly identity: string;
    readonly pseudonym: string;
    readonly at: Instant;
  }): Promise<Erasure>;
  /** Forgets the identity. */
  endErasure(pseudonym: string, at: Instant): Promise<void>;
  /** All, oldest first. */
  erasures(): Promise<readonly Erasure[]>;
}

export interface Store extends StoreReader, StoreWriter, StoreEraser, AsyncDisposable {}
