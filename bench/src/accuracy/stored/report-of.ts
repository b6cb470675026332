import { defaultPolicy, roomOf, type Instant, type Meeting } from "@rollcall/domain";
import { sessionsOf, staysOf, type Records } from "@rollcall/domain/testing";
import { listMeetings, meetingAnswer, resolveRoom } from "@rollcall/reading";
import { canonicalJson, type StoreReader } from "@rollcall/store";

/** More meetings than one history has. */
const most = 50;

/** All meetings as `query` answers from a store, each as JSON. */
export async function reportFrom(store: StoreReader, now: Instant): Promise<readonly string[]> {
  const { meetings } = await listMeetings(
    { store, now: () => now, policy: defaultPolicy },
    { room: undefined, from: undefined, to: undefined, after: null, limit: most, show: (meeting) => meeting },
  );
  return meetings.map(textOf).toSorted();
}

/** The same from documents that no store ever held. */
export function reportOf(records: Records, now: Instant): readonly string[] {
  const rooms = [...new Set([...records.stays.values()].map(roomOf))];
  return rooms
    .flatMap((room) => {
      const [sessions, stays] = [sessionsOf(records, room), staysOf(records, room)];
      const { livekit } = records;
      return resolveRoom({ room, sessions, stays, livekit, look: null }, now, defaultPolicy).meetings;
    })
    .map(textOf)
    .toSorted();
}

const textOf = (meeting: Meeting): string => canonicalJson(meetingAnswer(meeting));
