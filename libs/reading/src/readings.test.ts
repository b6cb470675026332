import type { EvidenceRecord } from "@rollcall/contracts";
import { compareText, defaultPolicy, findMeeting, hour, minute, type Meeting } from "@rollcall/domain";
import { MemoryStore, storeEvidence } from "@rollcall/store/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attended, nine, saidOfRoom } from "../testing/said.ts";
import { meetingById } from "./find-meeting.ts";
import { listMeetings, type MeetingsWanted, type Position } from "./list-meetings.ts";
import { resolveRoom } from "./resolve-room.ts";
import { loadRoom } from "./room-documents.ts";
import type { ReadingTools } from "./reading-tools.ts";

const day = 24 * hour;
const now = nine + 900 * day;
const rooms = ["algebra", "physics", "staff"];

/** People who come and go over two and a half years, close together at times, with sessions used again now and then. */
const visits = fc.array(
  fc.record({
    room: fc.constantFrom(...rooms),
    session: fc.nat({ max: 6 }),
    person: fc.nat({ max: 3 }),
    day: fc.oneof(fc.nat({ max: 2 }), fc.nat({ max: 899 }), fc.integer({ min: 898, max: 899 })),
    minute: fc.nat({ max: 24 * 60 }),
    minutes: fc.oneof(fc.nat({ max: 60 }), fc.nat({ max: 4_000 })),
    isAnnounced: fc.boolean(),
    /** Of whom no end is ever known, given up after a day, or live if it is young. */
    isLost: fc.boolean(),
  }),
  { maxLength: 25 },
);

type Visit = typeof visits extends fc.Arbitrary<readonly (infer V)[]> ? V : never;

function evidenceOf(visit: Visit, index: number): readonly EvidenceRecord[] {
  // A session that LiveKit uses again is known from the start: only of its others may the webhook be lost.
  const session = visit.isAnnounced ? visit.session : `once_${index}`;
  const place = { room: visit.room, roomSid: `RM_${visit.room}_${session}` };
  const joinedAt = nine + visit.day * day + visit.minute * minute;
  const person = { sid: `PA_${index}`, identity: `person-${visit.person}`, joinedAt };
  const started = saidOfRoom("room_started", place, joinedAt - minute);
  const named = { ...started, id: `EV_${index}`, body: started.body.replace(started.id, `EV_${index}`) };
  return [
    ...(visit.isAnnounced ? [named] : []),
    ...attended(place, person, visit.isLost ? undefined : joinedAt + visit.minutes * minute),
  ];
}

async function schoolOf(history: readonly Visit[]): Promise<ReadingTools> {
  const store = new MemoryStore();
  await storeEvidence(store, history.flatMap(evidenceOf));
  return { store, now: () => now, policy: defaultPolicy };
}

/** Every meeting, from all documents of each room at once; the newest first. */
async function allMeetings({ store, policy }: ReadingTools): Promise<readonly Meeting[]> {
  const whole = { from: -Infinity, to: Infinity };
  const read = await Promise.all(rooms.map((room) => loadRoom(store, room, whole)));
  return read
    .flatMap((documents) => resolveRoom(documents, now, policy).meetings)
    .toSorted((a, b) => b.startedAt - a.startedAt || compareText(b.id, a.id));
}

async function allPages(tools: ReadingTools, wanted: Partial<MeetingsWanted>): Promise<readonly Meeting[]> {
  const found: Meeting[] = [];
  let after: Position | null = null;
  do {
    const page = await listMeetings(tools, {
      ...{ room: undefined, from: undefined, to: undefined, show: (meeting: Meeting) => meeting },
      ...{ limit: 3, ...wanted, after },
    });
    expect(page.meetings.length).toBeLessThanOrEqual(wanted.limit ?? 3);
    found.push(...page.meetings);
    after = page.next;
  } while (after !== null);
  return found;
}

describe("reading a part", () => {
  it("law: pages of meetings are all meetings, each once and whole, the newest first", async () => {
    await fc.assert(
      fc.asyncProperty(visits, fc.integer({ min: 1, max: 4 }), async (history, limit) => {
        const tools = await schoolOf(history);
        const all = await allMeetings(tools);
        expect(await allPages(tools, { limit })).toEqual(all);
        const ofOne = all.filter(({ room }) => room === "physics");
        expect(await allPages(tools, { limit, room: "physics" })).toEqual(ofOne);
      }),
    );
  });

  it("law: meetings that started in a span are those", async () => {
    const span = fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 900 }));
    await fc.assert(
      fc.asyncProperty(visits, span, async (history, days) => {
        const tools = await schoolOf(history);
        const [from = 0, to = 0] = days.map((count) => nine + count * day).toSorted((a, b) => a - b);
        const within = (await allMeetings(tools)).filter(
          ({ startedAt }) => startedAt >= from && startedAt < to,
        );
        expect(await allPages(tools, { from, to })).toEqual(within);
      }),
    );
  });

  it("law: an id finds the meeting that it has in the whole", async () => {
    await fc.assert(
      fc.asyncProperty(visits, async (history) => {
        const tools = await schoolOf(history);
        const all = await allMeetings(tools);
        for (const { id, room, roomSids } of all) {
          const inRoom = all.filter((other) => other.room === room).toReversed();
          for (const name of [id, ...roomSids]) {
            expect(await meetingById(tools, name)).toEqual(findMeeting(inRoom, name));
          }
        }
      }),
    );
  });
});

describe("a list of meetings", () => {
  it("holds every room when many begin in the same minute", async () => {
    const store = new MemoryStore();
    const names = Array.from({ length: 40 }, (_, room) => `room ${room}`);
    const records = names.map((room, index) =>
      attended(
        { room, roomSid: `RM_${index}` },
        { sid: `PA_${index}`, identity: "a", joinedAt: nine + index * 100 },
      ),
    );
    await storeEvidence(store, records.flat());
    const tools = { store, now: () => nine + hour, policy: defaultPolicy };
    const listed = await allPages(tools, { limit: 7 });
    expect(listed.map(({ room }) => room)).toEqual(names.toReversed());
  });

  it("goes on behind an empty page", async () => {
    const visit = {
      room: "staff",
      session: 1,
      person: 1,
      minute: 0,
      minutes: 5,
      isAnnounced: false,
      isLost: false,
    };
    const tools = await schoolOf(Array.from({ length: 12 }, (_, month) => ({ ...visit, day: month * 70 })));
    const oldest = nine + day;
    const listed = await allPages(tools, {
      show: (meeting) => (meeting.startedAt < oldest ? meeting : null),
    });
    expect(listed.map(({ startedAt }) => startedAt)).toEqual([nine + 5]);
  });
});
