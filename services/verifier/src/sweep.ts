import { CodedError, type CensusMessage, type Code, type RoomCheck } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";
import type { Machine } from "./machine.ts";
import type { RoomsAnswer, SharedRooms } from "./shared-rooms.ts";
import { censusOf } from "./snapshot-of.ts";

export interface SweepTools extends Pick<Machine, "newId"> {
  readonly rooms: Pick<SharedRooms, "recent">;
  readonly roomsWithOpenStays: () => Promise<readonly OpenRoom[]>;
  readonly publishCensus: (census: CensusMessage) => Promise<void>;
  /** Asks for a look at once; the id says which requests are one and the same. */
  readonly askForLook: (check: RoomCheck, sweepId: string) => Promise<void>;
  readonly horizonMs: number;
  readonly earliest: (ours: number) => Instant;
  readonly latest: (ours: number) => Instant;
}

export interface OpenRoom {
  readonly room: string;
  readonly roomSids: readonly string[];
}

export interface Swept {
  readonly rooms: number;
  /** Why LiveKit's list of rooms, and the store's, are missing; null when they are not. */
  readonly trouble: Code | null;
  readonly storeTrouble: Code | null;
}

/**
 * Records whether LiveKit lists its rooms, and asks for a look at each room that LiveKit lists or in which somebody
 * is open with us. When one of the two cannot be asked, the other's rooms are looked at all the same.
 */
export async function sweep(sweepId: string, tools: SweepTools): Promise<Swept> {
  const [rooms, open] = await Promise.all([tools.rooms.recent(0), findOpenRooms(tools)]);
  await tools.publishCensus(censusBy(rooms, tools));
  const checks = checksOf(rooms, open.rooms);
  await Promise.all(checks.map((check) => tools.askForLook(check, sweepId)));
  return { rooms: checks.length, trouble: rooms.trouble, storeTrouble: open.trouble };
}

const censusBy = ({ trouble, startedAt, endedAt }: RoomsAnswer, tools: SweepTools): CensusMessage =>
  censusOf({
    id: `CE_${tools.newId()}`,
    askedAt: tools.earliest(startedAt),
    answeredAt: tools.latest(endedAt),
    horizonMs: tools.horizonMs,
    trouble,
  });

interface OpenRooms {
  readonly rooms: readonly OpenRoom[];
  readonly trouble: Code | null;
}

async function findOpenRooms({ roomsWithOpenStays }: SweepTools): Promise<OpenRooms> {
  try {
    return { rooms: await roomsWithOpenStays(), trouble: null };
  } catch (error) {
    if (error instanceof CodedError && error.code === "store_unavailable")
      return { rooms: [], trouble: error.code };
    throw error;
  }
}

/** Control rooms are no part of the rooms here; but whatever the room is called, a look must tell when people go. */
function checksOf({ sids }: RoomsAnswer, openRooms: readonly OpenRoom[]): readonly RoomCheck[] {
  const sidsByRoom = new Map<string, Set<string>>([...sids].map(([room, sid]) => [room, new Set([sid])]));
  for (const { room, roomSids } of openRooms) {
    sidsByRoom.set(room, new Set([...(sidsByRoom.get(room) ?? []), ...roomSids]));
  }
  return [...sidsByRoom].map(([room, roomSids]) => ({
    room,
    roomSids: [...roomSids],
    reason: "sweep",
    earlier: [],
  }));
}
