import {
  findMeeting,
  nameOf,
  roomOf,
  type Instant,
  type Meeting,
  type Span,
  type Stay,
} from "@rollcall/domain";
import { extentOf } from "./extent.ts";
import type { ReadingTools } from "./reading-tools.ts";
import { readRoom } from "./read-room.ts";
import type { Room } from "./resolve-room.ts";

/** A meeting beside all that was read to find it. */
export interface MeetingRead {
  readonly meeting: Meeting;
  readonly room: Room;
}

/** The meeting that an id names: the SID of any of its room sessions, or of its first stay when LiveKit named none. */
export async function meetingById(tools: ReadingTools, id: string): Promise<Meeting | null> {
  return (await readMeeting(tools, id))?.meeting ?? null;
}

/** The same, with the documents of its room that it was resolved from. */
export async function readMeeting(tools: ReadingTools, id: string): Promise<MeetingRead | null> {
  const place = await placeOf(tools.store, id);
  if (place === null) return null;
  const room = await readRoom(tools, place.room, place.range);
  const meeting = findMeeting(room.meetings, id);
  return meeting === undefined ? null : { meeting, room };
}

interface Place {
  readonly room: string;
  readonly range: Span;
}

/** A SID that LiveKit used again carries the start of its later meeting. */
const idForm = /^(?<sid>.+?)(?:@(?<at>\d{1,15}))?$/su;

async function placeOf(store: ReadingTools["store"], id: string): Promise<Place | null> {
  const { sid, at } = idForm.exec(id)?.groups ?? {};
  if (sid === undefined) return null;
  const later = at === undefined ? [] : [Number(at)];
  const session = await store.session(sid);
  const starts = session?.starts.map((start) => start.at) ?? [];
  if (session !== null && starts.length > 0) return placeAround(nameOf(session), [...starts, ...later]);
  const stays = await staysNamed(store, sid);
  const room = stays.map(roomOf).find((name) => name !== "");
  return room === undefined ? null : placeAround(room, [...stays.flatMap(instantsOf), ...later]);
}

async function staysNamed(store: ReadingTools["store"], sid: string): Promise<readonly Stay[]> {
  const stays = await store.staysOfRoomSid(sid);
  if (stays.length > 0) return stays;
  const stay = await store.stay(sid);
  return stay === null ? [] : [stay];
}

const instantsOf = (stay: Stay): readonly Instant[] =>
  [stay.joinedAt, stay.activeBy, stay.seenUntil].flatMap((mark) => mark?.at ?? []);

const placeAround = (room: string, instants: readonly Instant[]): Place | null =>
  instants.length === 0 ? null : { room, range: extentOf(instants) };
