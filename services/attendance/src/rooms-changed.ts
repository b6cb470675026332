import { isControlRoom, nameOf, roomOf } from "@rollcall/domain";
import type { Changes } from "@rollcall/store";

/** The rooms whose documents changed, each once. */
export function roomsChanged(saved: readonly Changes[]): readonly string[] {
  const rooms = saved.flatMap((changes) => [
    ...changes.stays.map(({ after }) => roomOf(after)),
    ...changes.rooms.map(({ after }) => nameOf(after)),
  ]);
  return [...new Set(rooms)].filter((room) => room !== "" && !isControlRoom(room));
}
