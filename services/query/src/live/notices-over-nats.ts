import { roomHash, subjects } from "@rollcall/contracts";
import { subscribe, type Bus } from "@rollcall/messaging";
import { extractTrace } from "@rollcall/telemetry";
import type { RoomNotices } from "./room-notices.ts";

/** Attendance's notices that a room's documents changed. */
export const noticesOverNats = (bus: Bus): RoomNotices => ({
  isConnected: () => bus.isConnected(),
  subscribe: (room, onChange) => {
    const heard = new DisposableStack();
    heard.use(subscribe(bus, subjects.changed(roomHash(room)), ({ trace }) => onChange(trace)));
    // Watchers learn at once that notices stop, and what they missed when notices are back.
    const onTurn = () => onChange(extractTrace(undefined));
    for (const turn of ["down", "up"] as const) {
      bus.state.changes.on(turn, onTurn);
      heard.defer(() => void bus.state.changes.off(turn, onTurn));
    }
    return heard;
  },
});
