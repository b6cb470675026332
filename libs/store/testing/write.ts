import type { RoomSession, Stay } from "@rollcall/domain";
import type { StoreWriter, Versioned, Writes } from "../src/port.ts";

export const noWrites: Writes = { stays: [], rooms: [], livekit: null };

/** Stores documents for the first time. */
export async function storeNew(store: StoreWriter, { stays = [], rooms = [] }: NewDocuments): Promise<void> {
  await store.save({ stays: stays.map(asNew), rooms: rooms.map(asNew), livekit: null });
}

export interface NewDocuments {
  readonly stays?: readonly Stay[];
  readonly rooms?: readonly RoomSession[];
}

const asNew = <T>(document: T): Versioned<T> => ({ document, version: 0 });
