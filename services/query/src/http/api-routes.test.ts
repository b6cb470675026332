import { meetingSchema, meetingsSchema, statusSchema, stayEvidenceSchema } from "@rollcall/contracts";
import { minute, second } from "@rollcall/domain";
import { alice, asked, attended, lesson, nine, said, saidOfRoom } from "@rollcall/reading/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office } from "../../testing/tokens.ts";

let query: QueryUnderTest;
beforeEach(async () => {
  query = await openQuery();
  await query.remember(lesson);
  query.now = nine + 45 * minute + 20 * second;
});
afterEach(() => query[Symbol.asyncDispose]());

const json = async (path: string): Promise<unknown> => {
  const response = await query.get(path, office);
  expect(response.status).toBe(200);
  return response.json();
};

describe("the status of a person", () => {
  it("who has left says when, for how long, and within which bounds", async () => {
    const status = statusSchema.parse(await json("/api/sessions/algebra-7/attendance-status?identity=bob"));
    expect(status).toMatchObject({
      session: "algebra-7",
      identity: "bob",
      state: "absent",
      isCurrentlyInMeeting: false,
      meeting: "RM_algebra",
      firstJoinedAt: "2026-03-02T09:01:00.005Z",
      attended: { minimumSeconds: 1797.5, creditedSeconds: 1800, maximumSeconds: 1801 },
      stays: [{ sid: "PA_bob", state: "ended", end: { how: "left", reason: "CLIENT_INITIATED" } }],
    });
  });

  it("who never came is absent with no time at all", async () => {
    const status = statusSchema.parse(await json("/api/sessions/algebra-7/attendance-status?identity=eve"));
    expect(status).toMatchObject({
      state: "absent",
      isCurrentlyInMeeting: false,
      firstJoinedAt: null,
      seenUntil: null,
      attended: { minimumSeconds: 0, creditedSeconds: 0, maximumSeconds: 0 },
      stays: [],
    });
  });

  it("in a room that was never used is absent, in no meeting", async () => {
    const status = statusSchema.parse(await json("/api/sessions/nowhere/attendance-status?identity=eve"));
    expect(status).toMatchObject({ state: "absent", meeting: null, stays: [] });
  });

  it("finds rooms whose names hold slashes, dots, emoji and what else people think of", async () => {
    for (const room of ["a/b", "../7.csv", "Klasse 7 🎓", "50 % + x?#&", "$where", " "]) {
      const place = { room, roomSid: `RM_${room.length}` };
      const person = { ...alice, sid: `PA_${room.length}` };
      await query.remember(attended(place, person));
      const path = `/api/sessions/${encodeURIComponent(room)}/attendance-status?identity=alice`;
      expect(statusSchema.parse(await json(path))).toMatchObject({
        session: room,
        stays: [{ sid: person.sid }],
      });
    }
  });
});

describe("a meeting", () => {
  it("lists its people with their time, and apart from them what is no person", async () => {
    const meeting = meetingSchema.parse(await json("/api/meetings/RM_algebra"));
    expect(meeting).toMatchObject({
      id: "RM_algebra",
      room: "algebra-7",
      startedAt: "2026-03-02T09:00:00.005Z",
      endedAt: "2026-03-02T09:45:00.005Z",
      live: false,
      final: false,
      unverified: [],
    });
    expect(meeting.attendees.map(({ identity, name }) => [identity, name])).toEqual([
      ["alice", "Alice Ada"],
      ["bob", "Bob"],
    ]);
    expect(meeting.others).toMatchObject([{ identity: "EG_rec", kind: "EGRESS", category: "other" }]);
  });

  it("is found by any later session of its room", async () => {
    const again = { room: "algebra-7", roomSid: "RM_again" };
    await query.remember([
      saidOfRoom("room_started", again, nine + 50 * minute),
      ...attended(again, { ...alice, sid: "PA_alice_2", joinedAt: nine + 50 * minute }, nine + 55 * minute),
    ]);
    query.now = nine + 60 * minute;
    const meeting = meetingSchema.parse(await json("/api/meetings/RM_again"));
    expect(meeting.id).toBe("RM_algebra");
    expect(meeting).toEqual(await json("/api/meetings/RM_algebra"));
    expect(meeting.attendees[0]?.stays.map(({ sid }) => sid)).toEqual(["PA_alice", "PA_alice_2"]);
  });

  it("of which LiveKit named no session is found by its first stay", async () => {
    const [joined] = attended({ room: "lost", roomSid: "" }, { ...alice, sid: "PA_lost" });
    await query.remember(
      joined === undefined ? [] : [{ ...joined, body: joined.body.replace('"sid":"",', "") }],
    );
    expect(meetingSchema.parse(await json("/api/meetings/PA_lost"))).toMatchObject({
      id: "PA_lost",
      room: "lost",
    });
  });

  it("is in the list with the number of its people", async () => {
    const { meetings, cursor } = meetingsSchema.parse(await json("/api/meetings"));
    expect(meetings).toEqual([
      {
        id: "RM_algebra",
        room: "algebra-7",
        startedAt: "2026-03-02T09:00:00.005Z",
        endedAt: "2026-03-02T09:45:00.005Z",
        live: false,
        final: false,
        people: 2,
      },
    ]);
    expect(cursor).toBeNull();
  });
});

describe("a meeting as CSV", () => {
  it("has one row per person, with times in the wanted zone", async () => {
    const response = await query.get("/api/meetings/RM_algebra.csv?tz=Europe/Berlin", office);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(
      "attachment; filename=attendance-RM_algebra.csv",
    );
    const rows = (await response.text()).trim().split("\r\n");
    expect(rows).toHaveLength(3);
    expect(rows[2]).toBe(
      "RM_algebra,algebra-7,bob,Bob,absent,2026-03-02T10:01:00.005+01:00,2026-03-02T10:31:00.005+01:00," +
        "1800,1797.5,1801,1,Europe/Berlin",
    );
  });

  it("is in UTC unless said otherwise", async () => {
    const response = await query.get("/api/meetings/RM_algebra.csv", office);
    expect(await response.text()).toContain("2026-03-02T09:31:00.005+00:00");
  });
});

describe("the evidence of a stay", () => {
  it("stands beside every boundary that it proves", async () => {
    const evidence = stayEvidenceSchema.parse(await json("/api/stays/PA_bob/evidence"));
    expect(evidence).toMatchObject({
      room: "algebra-7",
      roomSid: "RM_algebra",
      kind: "STANDARD",
      conflicts: [],
    });
    const named = new Set(evidence.boundaries.map((boundary) => boundary.evidence));
    expect([...named].toSorted()).toEqual(evidence.evidence.map(({ id }) => id).toSorted());
    expect(evidence.boundaries.at(-1)).toMatchObject({
      boundary: "ending",
      evidence: "EV_participant_left_PA_bob",
      detail: "left: CLIENT_INITIATED, received 2026-03-02T09:31:00.005Z",
      counts: true,
    });
    expect(JSON.parse(evidence.evidence[0]?.body ?? "")).toMatchObject({ event: "participant_joined" });
  });

  it("shows an absence that LiveKit contradicted later, and does not count it", async () => {
    const carol = { ...alice, sid: "PA_carol", identity: "carol", joinedAt: nine + minute };
    const place = { room: "physics", roomSid: "RM_physics" };
    const [census, look] = asked(nine + 5 * minute, place, []);
    const absence = { sid: "PA_carol", why: "silent", firstLookAt: nine + 4 * minute };
    await query.remember([
      said("participant_joined", place, carol, carol.joinedAt),
      ...(look === undefined
        ? []
        : [{ ...look, body: look.body.replace('"absent":[]', `"absent":[${JSON.stringify(absence)}]`) }]),
      ...(census === undefined ? [] : [census]),
      ...asked(nine + 6 * minute, place, [carol]),
    ]);
    const evidence = stayEvidenceSchema.parse(await json("/api/stays/PA_carol/evidence"));
    expect(evidence.boundaries.find(({ boundary }) => boundary === "ending")).toMatchObject({
      detail: "absent: silent, first look 2026-03-02T09:04:00.000Z",
      counts: false,
    });
  });

  it("names fields of which evidence claims two values", async () => {
    await query.remember(
      [
        said(
          "participant_joined",
          { room: "other", roomSid: "RM_algebra" },
          { ...alice, identity: "anna" },
          nine,
        ),
      ].map((record) => ({
        ...record,
        id: "EV_strange",
        body: record.body.replace(record.id, "EV_strange"),
      })),
    );
    const { conflicts } = stayEvidenceSchema.parse(await json("/api/stays/PA_alice/evidence"));
    expect(conflicts).toEqual([
      { field: "room", values: ["algebra-7", "other"] },
      { field: "identity", values: ["alice", "anna"] },
    ]);
  });
});
