import {
  meetingSchema,
  meetingsSchema,
  statusSchema,
  type ApiAttendee,
  type ApiMeeting,
  type Status,
} from "@rollcall/contracts";
import { mintToken, type LiveKitAccess } from "@rollcall/testkit";

/** Asks query over HTTP as an application would. */
export interface Reader {
  get(path: string): Promise<Response>;
  statusOf(room: string, identity: string): Promise<Status>;
  /** The newest meeting of a room; fails when there is none. */
  meetingIn(room: string): Promise<ApiMeeting>;
  attendeeIn(room: string, identity: string): Promise<ApiAttendee>;
}

export async function openReader(queryUrl: string, keys: Omit<LiveKitAccess, "url">): Promise<Reader> {
  const token = await mintToken(keys, { roomList: true }, { identity: "the-office" });
  const get = (path: string) =>
    fetch(new URL(path, queryUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(15_000),
    });
  const json = async (path: string): Promise<unknown> => {
    const answer = await get(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const room = encodeURIComponent;
  const reader: Reader = {
    get,
    statusOf: async (name, identity) =>
      statusSchema.parse(
        await json(`/api/sessions/${room(name)}/attendance-status?identity=${room(identity)}`),
      ),
    async meetingIn(name) {
      const { meetings } = meetingsSchema.parse(await json(`/api/meetings?room=${room(name)}`));
      const newest = meetings[0];
      if (newest === undefined) throw new Error(`no meeting in ${name}`);
      return meetingSchema.parse(await json(`/api/meetings/${newest.id}`));
    },
    async attendeeIn(name, identity) {
      const meeting = await reader.meetingIn(name);
      const attendee = meeting.attendees.find((one) => one.identity === identity);
      if (attendee === undefined) throw new Error(`${identity} is not in the report of ${name}`);
      return attendee;
    },
  };
  return reader;
}
