import { roomHash, subjects } from "@rollcall/contracts";
import { subscribe, type Bus } from "@rollcall/messaging";
import type { RoomNotices } from "./room-notices.ts";

/** Attendance's notices that a room's documents changed. */
export const noticesOverNats = (bus: Bus): RoomNotices => ({
  isConnected: () => bus.isConnected(),
  subscribe: (room, onChange) =>
    subscribe(bus, subjects.changed(roomHash(room)), ({ trace }) => onChange(trace)),
});
