import {
  defaultPolicy,
  findMeeting,
  meetingsOf,
  type Meeting,
  type Policy,
  type ResolvedStay,
  type Troubles,
} from "../src/index.ts";
import type { History } from "./history.ts";
import { tellingReadings, type Reading, type RoomView } from "./reading.ts";

const noTroubles: Troubles = [];

/** The meetings of one room as a reading has them. */
function meetingsIn(room: string, view: RoomView, { now, policy, livekit }: Reading): readonly Meeting[] {
  const sight = { now, policy, askedUntil: livekit.askedUntil?.at ?? null };
  return meetingsOf({ room, ...view, livekitTroubles: noTroubles, sight });
}

const staysIn = (meeting: Meeting): readonly ResolvedStay[] => [
  ...meeting.attendees.flatMap(({ stays }) => stays),
  ...meeting.others,
];

/** A gap so short that a history of minutes has several meetings. */
const hasty: Policy = { ...defaultPolicy, meetingGapMs: 45_000 };

/** Every stay is in exactly one meeting; no two meetings of a room have the same id. */
export function meetingsPartitionStays(history: History): readonly string[] {
  const wrong: string[] = [];
  for (const reading of tellingReadings(history, hasty)) {
    for (const [room, view] of reading.rooms) {
      const meetings = meetingsIn(room, view, reading);
      const placed = meetings.flatMap(staysIn).map(({ stay }) => stay.sid);
      const expected = view.stays.map(({ stay }) => stay.sid);
      if (placed.toSorted().join() !== expected.toSorted().join())
        wrong.push(`${placed.join()} in place of ${expected.join()}`);
      if (new Set(meetings.map(({ id }) => id)).size < meetings.length)
        wrong.push(`two meetings of ${room} share an id`);
    }
  }
  return wrong;
}

/**
 * The id of a meeting, and every SID of it, lead to it; and later still to the meeting of those who began it, unless
 * late evidence shows that LiveKit had used the SID for another meeting before.
 */
export function meetingIdsLast(history: History): readonly string[] {
  const wrong: string[] = [];
  const begun = new Map<string, { readonly room: string; readonly by: string | null }>();
  for (const reading of tellingReadings(history, hasty)) {
    for (const [room, view] of reading.rooms) {
      const meetings = meetingsIn(room, view, reading);
      wrong.push(...meetings.flatMap((meeting) => strayingSids(meeting, meetings)));
      wrong.push(...lostIds(begun, room, meetings));
      for (const meeting of meetings) begun.set(meeting.id, { room, by: beginnerOf(meeting) });
    }
  }
  return wrong;
}

const strayingSids = (meeting: Meeting, meetings: readonly Meeting[]): readonly string[] =>
  meeting.roomSids
    .filter((sid) => findMeeting(meetings, sid)?.roomSids.includes(sid) !== true)
    .map((sid) => `${sid} leads to no meeting of it`);

const beginnerOf = (meeting: Meeting): string | null =>
  staysIn(meeting).toSorted((a, b) => a.start.earliest - b.start.earliest)[0]?.stay.sid ?? null;

const lostIds = (
  begun: ReadonlyMap<string, { readonly room: string; readonly by: string | null }>,
  room: string,
  meetings: readonly Meeting[],
): readonly string[] =>
  [...begun]
    .filter(([, meeting]) => meeting.room === room)
    .flatMap(([id, { by }]) => {
      const found = findMeeting(meetings, id);
      if (found === undefined) return [`${id} leads nowhere any more`];
      const isShared = meetings.filter(({ roomSids }) => roomSids.includes(id)).length > 1;
      const isTheirs = by === null || isShared || staysIn(found).some(({ stay }) => stay.sid === by);
      return isTheirs ? [] : [`${id} leads to a meeting without ${by}, who began it`];
    });
