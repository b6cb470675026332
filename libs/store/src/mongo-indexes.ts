import type { IndexDescription } from "mongodb";
import type { Collections } from "./stored.ts";

type Indexed = "stays" | "rooms";
type IndexPlan = IndexDescription & { readonly name: string };

/** Every index but the keys'. The archive needs none of its own: its key begins with the evidence's id. */
export const indexPlans: Readonly<Record<Indexed, readonly IndexPlan[]>> = {
  stays: [
    { key: { room: 1, roomSid: 1 }, name: "open_by_room", partialFilterExpression: { open: true } },
    { key: { roomSid: 1 }, name: "by_room_session" },
    { key: { identity: 1, endedAt: -1, startedAt: -1 }, name: "by_identity_and_time" },
    { key: { room: 1, endedAt: -1, startedAt: -1 }, name: "by_room_and_time" },
    { key: { room: 1, startedAt: -1 }, name: "by_room_and_start" },
    { key: { startedAt: -1, room: 1 }, name: "by_start" },
  ],
  rooms: [
    { key: { room: 1, endedAt: -1, knownFrom: -1 }, name: "by_name_and_time" },
    { key: { room: 1, startedAt: -1 }, name: "by_name_and_start" },
    { key: { startedAt: -1, room: 1 }, name: "by_start" },
  ],
};

/** Creates what is missing; nothing happens when all are there. */
export async function createIndexes({ stays, rooms }: Collections): Promise<void> {
  await stays.createIndexes([...indexPlans.stays]);
  await rooms.createIndexes([...indexPlans.rooms]);
}
