import type { EvidenceRecord } from "@rollcall/contracts";
import type { Touched } from "@rollcall/domain";
import type { Collection } from "mongodb";
import { duplicatesIn, reaching } from "./mongo-failure.ts";
import type { Documents, Replacement, Versioned, Writes } from "./port.ts";
import {
  livekitId,
  storedLiveKit,
  storedRecord,
  storedSession,
  storedStay,
  versionedOf,
  type AnyStored,
  type Collections,
  type Stored,
} from "./stored.ts";
import { archiveKeyOf } from "./variant.ts";

export async function archive(to: Collections, records: readonly EvidenceRecord[]): Promise<void> {
  if (records.length === 0) return;
  const stored = records.map(storedRecord);
  await reaching(() => duplicatesOf(stored.length, to.evidence.insertMany(stored, { ordered: false })));
}

/** In this order, so that what is interrupted keeps both, and repeating it ends as it should. */
export async function replace(to: Collections, replacements: readonly Replacement[]): Promise<void> {
  if (replacements.length === 0) return;
  await archive(
    to,
    replacements.map(({ after }) => after),
  );
  const keys = replacements.map(({ before }) => archiveKeyOf(before));
  await reaching(() => to.evidence.deleteMany({ _id: { $in: keys } }));
}

export function load(from: Collections, touched: Touched): Promise<Documents> {
  return reaching(async () => {
    const [stays, rooms, livekit] = await Promise.all([
      touched.stays.length === 0 ? [] : from.stays.find(among(touched.stays)).toArray(),
      touched.rooms.length === 0 ? [] : from.rooms.find(among(touched.rooms)).toArray(),
      touched.livekit ? from.livekit.findOne({ _id: livekitId }) : null,
    ]);
    return {
      stays: byId(stays),
      rooms: byId(rooms),
      livekit: livekit === null ? null : versionedOf(livekit),
    };
  });
}

const among = (ids: readonly string[]) => ({ _id: { $in: ids } });

const byId = <T>(found: readonly Stored<T>[]): ReadonlyMap<string, Versioned<T>> =>
  new Map(found.map(({ _id, ...stored }) => [_id, versionedOf(stored)]));

export function save(to: Collections, writes: Writes): Promise<Touched> {
  return reaching(async () => {
    const [stays, rooms, livekit] = await Promise.all([
      saveInto(to.writable.stays, writes.stays.map(storedStay)),
      saveInto(to.writable.rooms, writes.rooms.map(storedSession)),
      saveInto(to.writable.livekit, writes.livekit === null ? [] : [storedLiveKit(writes.livekit)]),
    ]);
    return { stays, rooms, livekit: livekit.length > 0 };
  });
}

/** Stores what is not behind; the ids of the rest. */
async function saveInto(to: Collection<AnyStored>, stored: readonly AnyStored[]): Promise<readonly string[]> {
  const fresh = stored.filter(({ version }) => version === 1);
  const known = stored.filter(({ version }) => version > 1);
  const [late, overtaken] = await Promise.all([insertInto(to, fresh), replaceIn(to, known)]);
  const lost = [...late.map((index) => fresh[index]), ...overtaken.map((index) => known[index])];
  return lost.filter((document) => document !== undefined).map(({ _id }) => _id);
}

const insertInto = async (to: Collection<AnyStored>, fresh: readonly AnyStored[]) =>
  fresh.length === 0 ? [] : duplicatesOf(fresh.length, to.insertMany(fresh, { ordered: false }));

async function replaceIn(to: Collection<AnyStored>, known: readonly AnyStored[]): Promise<readonly number[]> {
  if (known.length === 0) return [];
  return duplicatesOf(known.length, to.bulkWrite(known.map(guardedReplacement), { ordered: false }));
}

/** A version that is not the expected one turns the upsert into an insert of an id that exists: a named error. */
const guardedReplacement = ({ _id, ...replacement }: AnyStored) => ({
  replaceOne: { filter: { _id, version: replacement.version - 1 }, replacement, upsert: true },
});

async function duplicatesOf(operations: number, bulk: Promise<unknown>): Promise<readonly number[]> {
  try {
    await bulk;
    return [];
  } catch (error) {
    return duplicatesIn(error, operations);
  }
}
