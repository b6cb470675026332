import {
  emptyLiveKit,
  findMeeting,
  nameOf,
  roomOf,
  roomSidOf,
  type Instant,
  type Meeting,
  type Policy,
} from "@rollcall/domain";
import { resolveRoom } from "@rollcall/reading";
import type { Rebuilt } from "./fold-archive.ts";

/**
 * A meeting by rebuilt documents, as somebody who asked at the instant was told: by its id, or by its room's name the
 * latest one of then. Null when there was neither.
 */
export function meetingAsOf(rebuilt: Rebuilt, name: string, now: Instant, policy: Policy): Meeting | null {
  const stays = [...rebuilt.stays.values()].map(({ document }) => document);
  const sessions = [...rebuilt.rooms.values()].map(({ document }) => document);
  const sid = name.replace(/@\d+$/u, "");
  const session = rebuilt.rooms.get(sid)?.document;
  const stay = stays.find((one) => one.sid === sid || roomSidOf(one) === sid);
  const byId = session !== undefined ? nameOf(session) : stay !== undefined ? roomOf(stay) : null;
  const room = byId ?? name;
  const documents = {
    room,
    stays: stays.filter((one) => roomOf(one) === room),
    sessions: sessions.filter((one) => nameOf(one) === room),
    livekit: rebuilt.livekit?.document ?? emptyLiveKit,
    look: null,
  };
  const { meetings } = resolveRoom(documents, now, policy);
  return (byId === null ? meetings.at(-1) : findMeeting(meetings, name)) ?? null;
}
