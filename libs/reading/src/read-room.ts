import { hour, type Meeting, type RoomSession, type Span } from "@rollcall/domain";
import { extentOf } from "./extent.ts";
import type { ReadingTools } from "./reading-tools.ts";
import { resolveRoom, type Room } from "./resolve-room.ts";
import { loadRoom } from "./room-documents.ts";

/** Most meetings are shorter, so one load is enough for them. */
const firstMarginMs = 6 * hour;
const marginGrowth = 4;
/** A margin of 6 h grows beyond a lifetime of any room within this; a room never empty costs no more loads. */
const maxLoads = 12;

/**
 * The meetings of a room that touch `range`, each whole. A room's name may be used for years, so a window around
 * the range is loaded and widened while a meeting touches its edge: what lies beyond might belong to that meeting,
 * or give it another id.
 */
export async function readRoom(tools: ReadingTools, room: string, range: Span): Promise<Room> {
  let window = { from: range.from - firstMarginMs, to: range.to + firstMarginMs };
  for (let load = 1, margin = firstMarginMs; ; load += 1, margin *= marginGrowth) {
    const documents = await loadRoom(tools.store, room, window);
    const read = resolveRoom(documents, tools.now(), tools.policy);
    const touching = read.meetings
      .map((meeting) => ({ meeting, reach: reachOf(meeting, documents.sessions, tools.policy.meetingGapMs) }))
      .filter(({ reach }) => reach.from <= range.to && reach.to >= range.from);
    const needed = extentOf(touching.flatMap(({ reach }) => [reach.from, reach.to]));
    if (load === maxLoads || isWithin(needed, window)) {
      return { ...read, meetings: touching.map(({ meeting }) => meeting) };
    }
    window = widen(window, needed, margin);
  }
}

/** Where anything that belongs to the meeting could lie. A live one is judged by all that is known until now. */
function reachOf(meeting: Meeting, sessions: readonly RoomSession[], gapMs: number): Span {
  const stays = [...meeting.attendees.flatMap((attendee) => attendee.stays), ...meeting.others];
  const { from, to } = extentOf([
    meeting.startedAt,
    meeting.endedAt ?? Infinity,
    ...stays.flatMap(({ start, end }) => [start.at, end?.at ?? Infinity]),
    ...sessions
      .filter(({ sid }) => meeting.roomSids.includes(sid))
      .flatMap(({ starts, finishes }) => [...starts, ...finishes].map(({ at }) => at)),
  ]);
  return { from: from - gapMs, to: to + gapMs };
}

const isWithin = (inner: Span, outer: Span): boolean => inner.from >= outer.from && inner.to <= outer.to;

const widen = (window: Span, needed: Span, margin: number): Span => ({
  from: needed.from < window.from ? needed.from - margin : window.from,
  to: needed.to > window.to ? needed.to + margin : window.to,
});
