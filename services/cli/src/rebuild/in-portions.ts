import type { Touched } from "@rollcall/domain";
import type { Documents, StoreWriter, Writes } from "@rollcall/store";

/** MongoDB answers within its limit for so many documents, whatever else it does. */
const portion = 1_000;

/** Loads any number of documents. */
export async function loadInPortions(
  store: Pick<StoreWriter, "load">,
  { stays, rooms, livekit }: Touched,
): Promise<Documents> {
  const about = livekit ? await store.load({ stays: [], rooms: [], livekit }) : null;
  const loaded = {
    stays: new Map(about?.stays),
    rooms: new Map(about?.rooms),
    livekit: about?.livekit ?? null,
  };
  for (const sids of portionsOf(stays)) {
    const found = await store.load({ stays: sids, rooms: [], livekit: false });
    for (const [sid, stay] of found.stays) loaded.stays.set(sid, stay);
  }
  for (const sids of portionsOf(rooms)) {
    const found = await store.load({ stays: [], rooms: sids, livekit: false });
    for (const [sid, room] of found.rooms) loaded.rooms.set(sid, room);
  }
  return loaded;
}

/** Saves any number of documents; gives those that others have overtaken. */
export async function saveInPortions(
  store: Pick<StoreWriter, "save">,
  { stays, rooms, livekit }: Writes,
): Promise<Touched> {
  const lost = livekit === null ? [] : [await store.save({ stays: [], rooms: [], livekit })];
  for (const some of portionsOf(stays))
    lost.push(await store.save({ stays: some, rooms: [], livekit: null }));
  for (const some of portionsOf(rooms))
    lost.push(await store.save({ stays: [], rooms: some, livekit: null }));
  return {
    stays: lost.flatMap((one) => one.stays),
    rooms: lost.flatMap((one) => one.rooms),
    livekit: lost.some((one) => one.livekit),
  };
}

function portionsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / portion);
  return Array.from({ length: count }, (_, n) => all.slice(n * portion, (n + 1) * portion));
}
