import type { Session } from "../webhooks.ts";

/** Somebody in the crowd, and what truly happened; instants in milliseconds since the epoch. */
export interface Person extends Session {
  joinedAt: number;
  leftAt: number | null;
}

/** So many people in rooms of so many. */
export function peopleInRooms(count: number, perRoom: number): readonly Person[] {
  return Array.from({ length: count }, (_, number) => {
    const room = `hall-${Math.floor(number / perRoom)}`;
    const identity = `person-${number}`;
    return { room, roomSid: `RM_${room}`, identity, sid: `PA_${identity}`, joinedAt: 0, leftAt: null };
  });
}
