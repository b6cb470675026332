import type { EvidenceRecord } from "@rollcall/contracts";
import type { LiveKit, RoomSession, Stay } from "@rollcall/domain";
import type { Collection, Db } from "mongodb";
import { keysOfSession, keysOfStay, type SessionKeys, type StayKeys } from "./keys.ts";
import type { ArchiveKey, Versioned } from "./port.ts";
import { archiveKeyOf } from "./variant.ts";

/** A domain document as MongoDB keeps it. Instants are numbers of milliseconds, as in the domain: no conversion. */
export interface Stored<T> {
  readonly _id: string;
  readonly version: number;
  readonly doc: T;
}

export type StoredStay = Stored<Stay> & StayKeys;
export type StoredSession = Stored<RoomSession> & SessionKeys;
export type StoredLiveKit = Stored<LiveKit>;

/** The body is text, not an object: it goes in twice as fast, and comes out byte for byte. */
export interface StoredRecord {
  readonly _id: ArchiveKey;
  readonly subject: string;
  /** Pairs, because names from outside are never keys. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface StoredErasure {
  /** The pseudonym. */
  readonly _id: string;
  readonly identity: string | null;
  readonly begunAt: number;
  readonly doneAt: number | null;
}

/** Any of the documents, as far as writing needs to know it. */
export type AnyStored = Pick<Stored<unknown>, "_id" | "version">;

export interface Collections {
  readonly db: Db;
  readonly stays: Collection<StoredStay>;
  readonly rooms: Collection<StoredSession>;
  readonly livekit: Collection<StoredLiveKit>;
  readonly evidence: Collection<StoredRecord>;
  readonly erasures: Collection<StoredErasure>;
  readonly writable: Readonly<Record<"stays" | "rooms" | "livekit", Collection<AnyStored>>>;
}

export const collectionsOf = (db: Db): Collections => ({
  db,
  stays: db.collection("stays"),
  rooms: db.collection("rooms"),
  livekit: db.collection("livekit"),
  evidence: db.collection("evidence"),
  erasures: db.collection("erasures"),
  writable: {
    stays: db.collection("stays"),
    rooms: db.collection("rooms"),
    livekit: db.collection("livekit"),
  },
});

/** Its collection holds this one document. */
export const livekitId = "livekit";

export const storedStay = ({ document, version }: Versioned<Stay>): StoredStay => ({
  _id: document.sid,
  version: version + 1,
  ...keysOfStay(document),
  doc: document,
});

export const storedSession = ({ document, version }: Versioned<RoomSession>): StoredSession => ({
  _id: document.sid,
  version: version + 1,
  ...keysOfSession(document),
  doc: document,
});

export const storedLiveKit = ({ document, version }: Versioned<LiveKit>): StoredLiveKit => ({
  _id: livekitId,
  version: version + 1,
  doc: document,
});

export const storedRecord = (record: EvidenceRecord): StoredRecord => ({
  _id: archiveKeyOf(record),
  subject: record.subject,
  headers: Object.entries(record.headers),
  body: record.body,
});

export const recordOf = ({ _id, subject, headers, body }: StoredRecord): EvidenceRecord => ({
  id: _id.id,
  subject,
  headers: Object.fromEntries(headers),
  body,
});

export const versionedOf = <T>({ doc, version }: Omit<Stored<T>, "_id">): Versioned<T> => ({
  document: doc,
  version,
});
