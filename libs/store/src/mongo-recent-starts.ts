import type { FindCursor } from "mongodb";
import type { RecentStarts, Start, StartsBefore } from "./port.ts";
import { latestPerRoom, mergeStarts } from "./recent-starts.ts";
import type { Collections } from "./stored.ts";

/** Answered from indexes alone. */
export async function recentStartsIn(from: Collections, wanted: StartsBefore): Promise<RecentStarts> {
  const { before, room, limit } = wanted;
  const filter = { startedAt: { $lt: before }, room: room ?? { $gte: "" } };
  const options = {
    projection: { _id: 0, room: 1, startedAt: 1 },
    sort: { startedAt: -1 },
    batchSize: 500,
  } as const;
  const [ofStays, ofSessions] = await Promise.all([
    latestPerRoom(startsOf(from.stays.find(filter, options)), limit),
    latestPerRoom(startsOf(from.rooms.find(filter, options)), limit),
  ]);
  return mergeStarts(ofStays, ofSessions);
}

interface Keyed {
  readonly room: string | null;
  readonly startedAt: number | null;
}

async function* startsOf(cursor: FindCursor<Keyed>): AsyncIterable<Start> {
  try {
    for await (const { room, startedAt } of cursor) {
      if (room !== null && startedAt !== null) yield { room, at: startedAt };
    }
  } finally {
    await cursor.close();
  }
}
