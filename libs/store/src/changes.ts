import type { Touched } from "@rollcall/domain";
import type { Change, Changes, Versioned, Writes } from "./port.ts";

export const writesOf = ({ stays, rooms, livekit }: Changes): Writes => ({
  stays: stays.map(writeOf),
  rooms: rooms.map(writeOf),
  livekit: livekit === null ? null : writeOf(livekit),
});

const writeOf = <T>({ after, version }: Change<T>): Versioned<T> => ({ document: after, version });

/** The changes that won their race. */
export function withoutLost(changes: Changes, lost: Touched): Changes {
  const stays = new Set(lost.stays);
  const rooms = new Set(lost.rooms);
  return {
    stays: changes.stays.filter(({ after }) => !stays.has(after.sid)),
    rooms: changes.rooms.filter(({ after }) => !rooms.has(after.sid)),
    livekit: lost.livekit ? null : changes.livekit,
  };
}

/** How many documents that is. */
export const sizeOf = ({ stays, rooms, livekit }: Touched | Changes): number =>
  stays.length + rooms.length + (livekit === null || livekit === false ? 0 : 1);
