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

/** A meeting by rebuilt documents, as somebody who asked at the instant was told; null when none has the id. */
export function meetingAsOf(rebuilt: Rebuilt, id: string, now: Instant, policy: Policy): Meeting | null {
  const stays = [...rebuilt.stays.values()].map(({ document }) => document);
  const sessions = [...rebuilt.rooms.values()].map(({ document }) => document);
  const sid = id.replace(/@\d+$/u, "");
  const session = rebuilt.rooms.get(sid)?.document;
  const stay = stays.find((one) => one.sid === sid || roomSidOf(one) === sid);
  const room = session !== undefined ? nameOf(session) : stay !== undefined ? roomOf(stay) : "";
  const documents = {
    room,
    stays: stays.filter((one) => roomOf(one) === room),
    sessions: sessions.filter((one) => nameOf(one) === room),
    livekit: rebuilt.livekit?.document ?? emptyLiveKit,
    look: null,
  };
  return room === "" ? null : (findMeeting(resolveRoom(documents, now, policy).meetings, id) ?? null);
}
