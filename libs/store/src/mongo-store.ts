import type { EvidenceRecord } from "@rollcall/contracts";
import {
  compareText,
  emptyLiveKit,
  type Instant,
  type LiveKit,
  type RoomSession,
  type Span,
  type Stay,
  type Touched,
} from "@rollcall/domain";
import type { Filter, MongoClient } from "mongodb";
import { reaching } from "./mongo-failure.ts";
import { pagesOf } from "./mongo-pages.ts";
import { recentStartsIn } from "./mongo-recent-starts.ts";
import { beginErasure, endErasure, listErasures } from "./mongo-erasures.ts";
import { usageOf } from "./mongo-usage.ts";
import { archive, load, replace, save } from "./mongo-write.ts";
import type {
  ArchiveKey,
  Documents,
  Erasure,
  OpenRoom,
  OpenStayCounts,
  RecentStarts,
  Replacement,
  StartsBefore,
  Store,
  StoreUsage,
  Writes,
} from "./port.ts";
import { livekitId, recordOf, type Collections, type StoredSession, type StoredStay } from "./stored.ts";

/** The store over one connection pool, which it closes at its end. */
export class MongoStore implements Store {
  readonly #client: MongoClient;
  readonly #in: Collections;

  constructor(client: MongoClient, collections: Collections) {
    this.#client = client;
    this.#in = collections;
  }

  archive(records: readonly EvidenceRecord[]): Promise<void> {
    return archive(this.#in, records);
  }

  replace(replacements: readonly Replacement[]): Promise<void> {
    return replace(this.#in, replacements);
  }

  staysClaiming(identity: string): Promise<readonly Stay[]> {
    return this.#stays({ "doc.identity.value": identity });
  }

  beginErasure(erasure: Parameters<Store["beginErasure"]>[0]): Promise<Erasure> {
    return beginErasure(this.#in, erasure);
  }

  endErasure(pseudonym: string, at: Instant): Promise<void> {
    return endErasure(this.#in, pseudonym, at);
  }

  erasures(): Promise<readonly Erasure[]> {
    return listErasures(this.#in);
  }

  load(touched: Touched): Promise<Documents> {
    return load(this.#in, touched);
  }

  save(writes: Writes): Promise<Touched> {
    return save(this.#in, writes);
  }

  [Symbol.asyncDispose](): Promise<void> {
    // An end that is meant is no outage to report.
    this.#client.removeAllListeners("topologyDescriptionChanged");
    return this.#client.close();
  }

  /** Reads wait for a primary, so any read will do. */
  async ping(): Promise<void> {
    await reaching(() => this.#in.livekit.findOne({ _id: livekitId }, { projection: { _id: 1 } }));
  }

  stay(sid: string): Promise<Stay | null> {
    return reaching(async () => (await this.#in.stays.findOne({ _id: sid }))?.doc ?? null);
  }

  session(sid: string): Promise<RoomSession | null> {
    return reaching(async () => (await this.#in.rooms.findOne({ _id: sid }))?.doc ?? null);
  }

  livekit(): Promise<LiveKit> {
    return reaching(async () => (await this.#in.livekit.findOne({ _id: livekitId }))?.doc ?? emptyLiveKit);
  }

  openStaysIn(room: string): Promise<readonly Stay[]> {
    return this.#stays({ open: true, room });
  }

  roomsWithOpenStays(): Promise<readonly OpenRoom[]> {
    return reaching(async () => {
      const found = await this.#in.stays
        .aggregate<{ _id: string; roomSids: (string | null)[] }>([
          { $match: { open: true, room: { $gte: "" } } },
          { $group: { _id: "$room", roomSids: { $addToSet: "$roomSid" } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      return found.map(({ _id, roomSids }) => ({
        room: _id,
        roomSids: roomSids.filter((sid) => sid !== null).toSorted(),
      }));
    });
  }

  openStayCounts(seenBefore: Instant): Promise<OpenStayCounts> {
    const open: Filter<StoredStay> = { open: true, room: { $gte: "" } };
    const fresh: Filter<StoredStay> = { ...open, "doc.seenUntil.at": { $gte: seenBefore } };
    return reaching(async () => {
      const [all, seen] = await Promise.all(
        [open, fresh].map((filter) => this.#in.stays.countDocuments(filter)),
      );
      return { open: all ?? 0, stale: Math.max((all ?? 0) - (seen ?? 0), 0) };
    });
  }

  staysInRoom(room: string, within: Span): Promise<readonly Stay[]> {
    return this.#stays({ room, ...overlapping(within) });
  }

  staysOfRoomSid(roomSid: string): Promise<readonly Stay[]> {
    return this.#stays({ roomSid });
  }

  staysOfIdentity(identity: string, within: Span): Promise<readonly Stay[]> {
    return this.#stays({ identity, ...overlapping(within) });
  }

  sessionsOfRoom(room: string, { from, to }: Span): Promise<readonly RoomSession[]> {
    const filter: Filter<StoredSession> = { room, endedAt: { $gte: from }, knownFrom: { $lte: to } };
    return reaching(async () => {
      const found = await this.#in.rooms.find(filter).toArray();
      return found.toSorted((a, b) => a.knownFrom - b.knownFrom || compareIds(a, b)).map(({ doc }) => doc);
    });
  }

  recentStarts(wanted: StartsBefore): Promise<RecentStarts> {
    return reaching(() => recentStartsIn(this.#in, wanted));
  }

  records(ids: readonly string[]): Promise<readonly EvidenceRecord[]> {
    if (ids.length === 0) return Promise.resolve([]);
    const ranges = ids.map((id) => ({
      _id: { $gte: { id, variant: "" }, $lte: { id, variant: beyondVariants } },
    }));
    return reaching(async () => {
      const found = await this.#in.evidence.find({ $or: ranges }).sort({ _id: 1 }).toArray();
      return found.map(recordOf);
    });
  }

  async *archived(behind?: ArchiveKey | null): AsyncIterable<readonly EvidenceRecord[]> {
    for await (const page of pagesOf(this.#in.evidence, behind ?? undefined)) yield page.map(recordOf);
  }

  archivedCount(): Promise<number> {
    return reaching(() => this.#in.evidence.estimatedDocumentCount());
  }

  usage(): Promise<StoreUsage> {
    return usageOf(this.#in);
  }

  async *allStays(): AsyncIterable<readonly Stay[]> {
    for await (const page of pagesOf(this.#in.stays)) yield page.map(({ doc }) => doc);
  }

  async *allSessions(): AsyncIterable<readonly RoomSession[]> {
    for await (const page of pagesOf(this.#in.rooms)) yield page.map(({ doc }) => doc);
  }

  #stays(filter: Filter<StoredStay>): Promise<readonly Stay[]> {
    return reaching(async () => {
      const found = await this.#in.stays.find(filter).toArray();
      return found.toSorted((a, b) => a.startedAt - b.startedAt || compareIds(a, b)).map(({ doc }) => doc);
    });
  }
}

/** Greater than any letter of a variant. */
const beyondVariants = "~";

const overlapping = ({ from, to }: Span) => ({ endedAt: { $gte: from }, startedAt: { $lte: to } });

const compareIds = ({ _id: a }: Identified, { _id: b }: Identified): number => compareText(a, b);

type Identified = { readonly _id: string };
