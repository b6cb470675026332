import {
  meetingSchema,
  meetingsSchema,
  statusSchema,
  type ApiAttendee,
  type Status,
} from "@rollcall/contracts";
import { mintToken } from "@rollcall/testkit";
import { keys } from "../webhooks.ts";
import type { Person } from "./person.ts";

/** What Rollcall says of the crowd, asked over HTTP as an application would. */
export interface Records {
  statusOf(person: Person): Promise<Status>;
  /** All reports: who is in them, by identity. */
  attendees(): Promise<ReadonlyMap<string, ApiAttendee>>;
}

export async function openRecords(queryUrl: string): Promise<Records> {
  const token = await mintToken(keys, { roomList: true }, { identity: "the-office" });
  const headers = { authorization: `Bearer ${token}` };
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(new URL(path, queryUrl), { headers, signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    statusOf: async ({ room, identity }) =>
      statusSchema.parse(await get(`/api/sessions/${room}/attendance-status?identity=${identity}`)),
    async attendees() {
      const found = new Map<string, ApiAttendee>();
      const ids = await meetingIds(get);
      for (let from = 0; from < ids.length; from += readAtOnce) {
        const some = ids.slice(from, from + readAtOnce).map((id) => get(`/api/meetings/${id}`));
        for (const report of await Promise.all(some))
          for (const attendee of meetingSchema.parse(report).attendees)
            found.set(attendee.identity, attendee);
      }
      return found;
    },
  };
}

const readAtOnce = 8;

async function meetingIds(get: (path: string) => Promise<unknown>): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const answer = meetingsSchema.parse(await get(`/api/meetings${page}`));
    ids.push(...answer.meetings.map(({ id }) => id));
    cursor = answer.cursor;
  } while (cursor !== null);
  return ids;
}
