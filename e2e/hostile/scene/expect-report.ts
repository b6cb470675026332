import { meetingsSchema, type ApiAttendee, type ApiMeeting } from "@rollcall/contracts";
import { eventually } from "@rollcall/testkit";
import { expect } from "vitest";
import type { Reader } from "../../world/reader.ts";
import { second, trueSeconds, type Instants, type Truth, type TrueStay } from "./truth.ts";

/** What a lost leave may take. */
export const promisedMs = 120 * second;

/** Processes of one machine share a clock, but each cuts its milliseconds off. */
const exactMs = 20;

/**
 * Waits until everybody has left in the record, as long as the product promises, and compares the whole report with
 * the truth: the same people, the same stays of each, every start and end and every sum within the stated bounds.
 */
export async function expectReport(
  reader: Pick<Reader, "meetingIn">,
  room: string,
  truth: Truth,
  about = room,
): Promise<ApiMeeting> {
  const meeting = await eventually(
    async () => {
      const found = await reader.meetingIn(room);
      expect(found.live, `${about} is over`).toBe(false);
      expect(sidsOf(found.attendees), `${about}: people and stays`).toEqual(trueSids(truth));
      return found;
    },
    { withinMs: promisedMs, everyMs: 500 },
  );
  for (const attendee of meeting.attendees) expectTrue(attendee, truth.get(attendee.identity) ?? [], about);
  return meeting;
}

/** All meetings that a room ever had. */
export async function meetingIdsOf(reader: Pick<Reader, "get">, room: string): Promise<readonly string[]> {
  const answer = await reader.get(`/api/meetings?room=${encodeURIComponent(room)}`);
  return meetingsSchema.parse(await answer.json()).meetings.map(({ id }) => id);
}

const sidsOf = (attendees: readonly ApiAttendee[]) =>
  Object.fromEntries(attendees.map(({ identity, stays }) => [identity, stays.map(({ sid }) => sid)]));

const trueSids = (truth: Truth) =>
  Object.fromEntries([...truth].map(([identity, stays]) => [identity, stays.map(({ sid }) => sid)]));

/** Everything that is said about a person whose stays have all ended. */
export function expectTrue(attendee: ApiAttendee, truth: readonly TrueStay[], about: string): void {
  const who = `${about}: ${attendee.identity}`;
  for (const { sid, began, ended } of truth) {
    const stay = attendee.stays.find((one) => one.sid === sid);
    expect(stay?.end, `${who} has left ${sid}`).toBeTruthy();
    expectWithin(stay?.start, began, `${who} began ${sid}`);
    expectWithin(stay?.end, ended, `${who} ended ${sid}`);
  }
  const { least, most } = trueSeconds(truth);
  const { minimumSeconds, creditedSeconds, maximumSeconds } = attendee.attended;
  expect(minimumSeconds, `${who} for at least`).toBeLessThanOrEqual(most + exactMs / second);
  expect(maximumSeconds, `${who} for at most`).toBeGreaterThanOrEqual(least - exactMs / second);
  expect(minimumSeconds, `${who}, order`).toBeLessThanOrEqual(creditedSeconds);
  expect(creditedSeconds, `${who}, order`).toBeLessThanOrEqual(maximumSeconds);
}

interface Bounds {
  readonly earliest: string;
  readonly latest: string;
}

function expectWithin(bounds: Bounds | null | undefined, { from, to }: Instants, about: string): void {
  expect(bounds, `${about}, bounds`).toBeTruthy();
  expect(Date.parse(bounds?.earliest ?? ""), `${about}, not before`).toBeLessThanOrEqual(to + exactMs);
  expect(Date.parse(bounds?.latest ?? ""), `${about}, not after`).toBeGreaterThanOrEqual(from - exactMs);
}
