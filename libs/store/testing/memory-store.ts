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
import { keysOfSession, keysOfStay, type StayKeys } from "../src/keys.ts";
import type {
  ArchiveKey,
  Documents,
  Erasure,
  OpenRoom,
  OpenStayCounts,
  RecentStarts,
  Replacement,
  Start,
  StartsBefore,
  Store,
  StoreUsage,
  Versioned,
  Writes,
} from "../src/port.ts";
import { latestPerRoom, mergeStarts, newestFirst } from "../src/recent-starts.ts";
import { archiveKeyOf } from "../src/variant.ts";
import { allOf } from "./all-of.ts";

/** The store in memory, for tests. Held to the same conformance suite as the real one. */
export class MemoryStore implements Store {
  readonly #stays = new Map<string, Versioned<Stay>>();
  readonly #rooms = new Map<string, Versioned<RoomSession>>();
  readonly #evidence = new Map<string, EvidenceRecord>();
  readonly #erasures = new Map<string, Erasure>();
  #livekit: Versioned<LiveKit> | null = null;

  async archive(records: readonly EvidenceRecord[]): Promise<void> {
    for (const record of records) {
      const key = JSON.stringify(archiveKeyOf(record));
      if (!this.#evidence.has(key)) this.#evidence.set(key, record);
    }
  }

  async replace(replacements: readonly Replacement[]): Promise<void> {
    await this.archive(replacements.map(({ after }) => after));
    for (const { before } of replacements) this.#evidence.delete(JSON.stringify(archiveKeyOf(before)));
  }

  async staysClaiming(identity: string): Promise<readonly Stay[]> {
    return (await allOf(this.allStays())).filter((stay) =>
      stay.identity.some(({ value }) => value === identity),
    );
  }

  async beginErasure({ identity, pseudonym, at }: Parameters<Store["beginErasure"]>[0]): Promise<Erasure> {
    const begun = [...this.#erasures.values()].find(
      (one) => one.identity === identity && one.doneAt === null,
    );
    const erasure = begun ?? { pseudonym, identity, begunAt: at, doneAt: null };
    this.#erasures.set(erasure.pseudonym, erasure);
    return erasure;
  }

  async endErasure(pseudonym: string, at: Instant): Promise<void> {
    const erasure = this.#erasures.get(pseudonym);
    if (erasure !== undefined) this.#erasures.set(pseudonym, { ...erasure, identity: null, doneAt: at });
  }

  async erasures(): Promise<readonly Erasure[]> {
    return [...this.#erasures.values()].toSorted(
      (a, b) => a.begunAt - b.begunAt || compareText(a.pseudonym, b.pseudonym),
    );
  }

  async load(touched: Touched): Promise<Documents> {
    return {
      stays: pick(this.#stays, touched.stays),
      rooms: pick(this.#rooms, touched.rooms),
      livekit: touched.livekit ? this.#livekit : null,
    };
  }

  async save(writes: Writes): Promise<Touched> {
    const { livekit } = writes;
    const isLost = livekit !== null && livekit.version !== (this.#livekit?.version ?? 0);
    if (livekit !== null && !isLost) this.#livekit = next(livekit);
    return {
      stays: writes.stays.flatMap((stay) => saveInto(this.#stays, stay)),
      rooms: writes.rooms.flatMap((session) => saveInto(this.#rooms, session)),
      livekit: isLost,
    };
  }

  async ping(): Promise<void> {}

  async stay(sid: string): Promise<Stay | null> {
    return this.#stays.get(sid)?.document ?? null;
  }

  async session(sid: string): Promise<RoomSession | null> {
    return this.#rooms.get(sid)?.document ?? null;
  }

  async livekit(): Promise<LiveKit> {
    return this.#livekit?.document ?? emptyLiveKit;
  }

  async openStaysIn(room: string): Promise<readonly Stay[]> {
    return this.#find((keys) => keys.open && keys.room === room);
  }

  async roomsWithOpenStays(): Promise<readonly OpenRoom[]> {
    const open = this.#find((keys) => keys.open && keys.room !== null).map(keysOfStay);
    return [...Map.groupBy(open, ({ room }) => room ?? "")]
      .map(([room, own]) => ({
        room,
        roomSids: [...new Set(own.flatMap(({ roomSid }) => roomSid ?? []))].toSorted(),
      }))
      .toSorted((a, b) => compareText(a.room, b.room));
  }

  async openStayCounts(seenBefore: Instant): Promise<OpenStayCounts> {
    const open = this.#find((keys) => keys.open && keys.room !== null);
    const stale = open.filter(({ seenUntil }) => (seenUntil?.at ?? -Infinity) < seenBefore);
    return { open: open.length, stale: stale.length };
  }

  async staysInRoom(room: string, within: Span): Promise<readonly Stay[]> {
    return this.#find((keys) => keys.room === room && isOverlapping(keys.startedAt, keys.endedAt, within));
  }

  async staysOfRoomSid(roomSid: string): Promise<readonly Stay[]> {
    return this.#find((keys) => keys.roomSid === roomSid);
  }

  async staysOfIdentity(identity: string, within: Span): Promise<readonly Stay[]> {
    return this.#find(
      (keys) => keys.identity === identity && isOverlapping(keys.startedAt, keys.endedAt, within),
    );
  }

  async sessionsOfRoom(room: string, within: Span): Promise<readonly RoomSession[]> {
    return this.#sessions()
      .map((session) => ({ session, ...keysOfSession(session) }))
      .filter((keys) => keys.room === room && isOverlapping(keys.knownFrom, keys.endedAt, within))
      .toSorted((a, b) => a.knownFrom - b.knownFrom || compareText(a.session.sid, b.session.sid))
      .map(({ session }) => session);
  }

  async recentStarts({ before, limit, room }: StartsBefore): Promise<RecentStarts> {
    const walk = (keyed: readonly { readonly room: string | null; readonly startedAt: number | null }[]) =>
      latestPerRoom(
        keyed
          .flatMap((keys) => startOf(keys))
          .filter((start) => start.at < before && (room === undefined || start.room === room))
          .toSorted(newestFirst),
        limit,
      );
    return mergeStarts(
      await walk(this.#find(() => true).map(keysOfStay)),
      await walk(this.#sessions().map(keysOfSession)),
    );
  }

  async records(ids: readonly string[]): Promise<readonly EvidenceRecord[]> {
    return [...this.#evidence.values()]
      .filter(({ id }) => ids.includes(id))
      .toSorted((a, b) => compareKeys(archiveKeyOf(a), archiveKeyOf(b)));
  }

  async *archived(behind?: ArchiveKey | null): AsyncIterable<readonly EvidenceRecord[]> {
    const records = [...this.#evidence.values()]
      .map((record) => ({ record, key: archiveKeyOf(record) }))
      .filter(({ key }) => behind === undefined || behind === null || compareKeys(key, behind) > 0)
      .toSorted((a, b) => compareKeys(a.key, b.key))
      .map(({ record }) => record);
    for (let from = 0; from < records.length; from += pageSize) yield records.slice(from, from + pageSize);
  }

  async usage(): Promise<StoreUsage> {
    const bodies = [...this.#evidence.values()].map(({ body }) => body.length);
    return { archiveBytes: bodies.reduce((sum, size) => sum + size, 0), diskFilled: null };
  }

  async archivedCount(): Promise<number> {
    return this.#evidence.size;
  }

  async *allStays(): AsyncIterable<readonly Stay[]> {
    yield this.#find(() => true);
  }

  async *allSessions(): AsyncIterable<readonly RoomSession[]> {
    yield this.#sessions();
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #find(matches: (keys: StayKeys) => boolean): readonly Stay[] {
    return [...this.#stays.values()]
      .map(({ document }) => ({ document, ...keysOfStay(document) }))
      .filter(matches)
      .toSorted((a, b) => a.startedAt - b.startedAt || compareText(a.document.sid, b.document.sid))
      .map(({ document }) => document);
  }

  #sessions(): readonly RoomSession[] {
    return [...this.#rooms.values()].map(({ document }) => document);
  }
}

/** As the real driver has it. */
const pageSize = 1_000;

const compareKeys = (a: ArchiveKey, b: ArchiveKey): number =>
  compareText(a.id, b.id) || compareText(a.variant, b.variant);

const pick = <T>(from: ReadonlyMap<string, T>, ids: readonly string[]): ReadonlyMap<string, T> =>
  new Map([...from].filter(([id]) => ids.includes(id)));

const next = <T>({ document, version }: Versioned<T>): Versioned<T> => ({ document, version: version + 1 });

function saveInto<T extends { readonly sid: string }>(
  into: Map<string, Versioned<T>>,
  written: Versioned<T>,
): readonly string[] {
  const { sid } = written.document;
  if (written.version !== (into.get(sid)?.version ?? 0)) return [sid];
  into.set(sid, next(written));
  return [];
}

const isOverlapping = (from: number, to: number, within: Span): boolean =>
  from <= within.to && to >= within.from;

const startOf = ({ room, startedAt }: { room: string | null; startedAt: number | null }): readonly Start[] =>
  room === null || startedAt === null ? [] : [{ room, at: startedAt }];
