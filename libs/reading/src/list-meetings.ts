import { compareText, hour, minute, type Instant, type Meeting } from "@rollcall/domain";
import { inChunks } from "./in-chunks.ts";
import type { ReadingTools } from "./reading-tools.ts";
import { readRoom } from "./read-room.ts";

/** Where a list of meetings, newest first, goes on: behind this meeting. */
export interface Position {
  readonly startedAt: Instant;
  readonly id: string;
}

export interface MeetingsWanted {
  readonly room: string | undefined;
  /** Meetings that started at `from` or later, and before `to`. */
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly after: Position | null;
  readonly limit: number;
  /** What the asker may see of a meeting; null when nothing. */
  readonly show: (meeting: Meeting) => Meeting | null;
}

export interface MeetingPage {
  readonly meetings: readonly Meeting[];
  readonly next: Position | null;
}

/** A page may be short when little is to be found in much time; there is more as long as `next` is not null. */
const maxSteps = 8;

/**
 * Meetings are not stored, so the list walks back through what started, a stretch at a time: which rooms began
 * anything in it, and what their meetings are.
 */
export async function listMeetings(tools: ReadingTools, wanted: MeetingsWanted): Promise<MeetingPage> {
  const found: Meeting[] = [];
  let before = Math.min(wanted.to ?? Infinity, wanted.after === null ? Infinity : wanted.after.startedAt + 1);
  for (let step = 0; step < maxSteps; step += 1) {
    const stretch = await nextStretch(tools.store, wanted, before, step);
    if (stretch === null) return { meetings: found, next: null };
    const meetings = await meetingsIn(tools, stretch, wanted);
    found.push(...meetings);
    if (found.length > wanted.limit) return cut(found, wanted.limit);
    if (stretch.from <= (wanted.from ?? -Infinity)) return { meetings: found, next: null };
    before = stretch.from;
  }
  return { meetings: found, next: { startedAt: before, id: "" } };
}

function cut(found: readonly Meeting[], limit: number): MeetingPage {
  const meetings = found.slice(0, limit);
  const last = meetings.at(-1);
  return { meetings, next: last === undefined ? null : { startedAt: last.startedAt, id: last.id } };
}

/** Every meeting that started in `[from, to)` is in one of these rooms. */
interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly rooms: readonly string[];
}

const firstWidthMs = 24 * hour;
const widthGrowth = 4;
/** A stay is stored by the first that is known of it; it becomes ACTIVE, and so begins, at most this much later. */
const beginsWithinMs = minute;
const mostRooms = 4_000;

async function nextStretch(
  store: ReadingTools["store"],
  { room, limit }: MeetingsWanted,
  before: Instant,
  step: number,
): Promise<Stretch | null> {
  // Of one room the latest start is enough to know that there is more.
  for (let most = room === undefined ? limit : 1; ; most *= widthGrowth) {
    const { starts, reached } = await store.recentStarts({ before, limit: most, room });
    const newest = starts[0];
    if (newest === undefined) return null;
    const floor = newest.at - firstWidthMs * widthGrowth ** step;
    const from = room === undefined ? Math.max(reached ?? -Infinity, floor) : floor;
    const rooms = starts.filter(({ at }) => at >= from).map((start) => start.room);
    if (from + beginsWithinMs < before) return { from: from + beginsWithinMs, to: before, rooms };
    if (most >= mostRooms) return { from, to: before, rooms };
  }
}

const roomsAtOnce = 8;

async function meetingsIn(
  tools: ReadingTools,
  stretch: Stretch,
  wanted: MeetingsWanted,
): Promise<readonly Meeting[]> {
  const rooms = await inChunks(stretch.rooms, roomsAtOnce, (room) => readRoom(tools, room, stretch));
  return rooms
    .flatMap(({ meetings }) => meetings)
    .filter(({ startedAt }) => startedAt >= Math.max(stretch.from, wanted.from ?? -Infinity))
    .filter((meeting) => meeting.startedAt < stretch.to && isAfter(meeting, wanted.after))
    .flatMap((meeting) => wanted.show(meeting) ?? [])
    .toSorted(newestFirst);
}

const newestFirst = (a: Position, b: Position): number =>
  b.startedAt - a.startedAt || compareText(b.id, a.id);

const isAfter = (meeting: Position, position: Position | null): boolean =>
  position === null || newestFirst(position, meeting) < 0;
