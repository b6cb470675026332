import { count } from "@rollcall/telemetry";
import type { Viewer } from "../viewer.ts";
import { eventText } from "./event-stream.ts";
import type { RoomState } from "./room-state.ts";
import type { Watcher } from "./room-watch.ts";

/**
 * Turns a room's states into events for one viewer: `meeting` when something has changed, `paused` when changes come
 * late or not at all. The last event tells which of the two holds: after a pause the whole is sent again.
 */
export function meetingTeller(viewer: Viewer, send: (events: string) => void): Watcher {
  let told: { readonly fingerprint: string | null; readonly paused: string | null } | null = null;
  return ({ show, paused }: RoomState) => {
    const shown = show?.(viewer) ?? null;
    const fingerprint = shown?.fingerprint ?? null;
    if (told !== null && told.paused === paused && told.fingerprint === fingerprint) return;
    told = { fingerprint, paused };
    const meeting = shown === null ? "" : eventText("meeting", shown.json);
    send(meeting + (paused === null ? "" : eventText("paused", JSON.stringify({ code: paused }))));
    if (shown !== null) count("changesPushed");
  };
}
