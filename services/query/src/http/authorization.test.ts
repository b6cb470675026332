import { meetingSchema, meetingsSchema, stayEvidenceSchema } from "@rollcall/contracts";
import { minute } from "@rollcall/domain";
import { algebra, alice, attended, bob, lesson, nine } from "@rollcall/reading/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office, tokenFor } from "../../testing/tokens.ts";

let query: QueryUnderTest;
beforeAll(async () => {
  query = await openQuery();
  const physics = { room: "physics", roomSid: "RM_physics" };
  await query.remember([
    ...lesson,
    ...attended(physics, { ...alice, sid: "PA_alice_physics" }, nine + 10 * minute),
  ]);
  query.now = nine + 50 * minute;
});
afterAll(() => query[Symbol.asyncDispose]());

const { room } = algebra;
const tokens = {
  office,
  teacher: tokenFor("mrs-noether", { room, roomAdmin: true }),
  alice: tokenFor("alice", { room, roomJoin: true }),
  eve: tokenFor("eve", { room, roomJoin: true }),
  nobody: tokenFor(undefined, { room }),
  "alice elsewhere": tokenFor("alice", { room: "physics", roomJoin: true }),
  "admin of no room": tokenFor("boss", { roomAdmin: true }),
  "without grants": tokenFor("alice", {}),
};
type Who = keyof typeof tokens;

const matrix: readonly (readonly [path: string, Partial<Record<Who, number>>])[] = [
  [
    "/api/sessions/algebra-7/attendance-status",
    {
      office: 200,
      teacher: 200,
      alice: 200,
      eve: 200,
      nobody: 403,
      "alice elsewhere": 403,
      "without grants": 403,
    },
  ],
  [
    "/api/sessions/algebra-7/attendance-status?identity=alice",
    { office: 200, teacher: 200, alice: 200, eve: 403, nobody: 403, "admin of no room": 403 },
  ],
  [
    "/api/meetings",
    {
      office: 200,
      teacher: 200,
      alice: 200,
      eve: 200,
      nobody: 403,
      "admin of no room": 403,
      "without grants": 403,
    },
  ],
  ["/api/meetings?room=algebra-7", { office: 200, teacher: 200, alice: 200, "alice elsewhere": 403 }],
  ["/api/meetings?room=physics", { office: 200, teacher: 403, alice: 403, "alice elsewhere": 200 }],
  [
    "/api/meetings/RM_algebra",
    { office: 200, teacher: 200, alice: 200, eve: 403, nobody: 403, "alice elsewhere": 403 },
  ],
  ["/api/meetings/RM_algebra.csv", { office: 200, teacher: 200, alice: 200, eve: 403 }],
  ["/api/meetings/RM_none", { office: 404, teacher: 403, alice: 403, eve: 403 }],
  ["/api/stays/PA_bob/evidence", { office: 200, teacher: 200, alice: 403, eve: 403, "alice elsewhere": 403 }],
  ["/api/stays/PA_alice/evidence", { office: 200, teacher: 200, alice: 200, "alice elsewhere": 403 }],
  ["/api/stays/PA_none/evidence", { office: 404, teacher: 403, alice: 403 }],
  ["/api/rooms/physics/events", { teacher: 403, alice: 403, "without grants": 403 }],
];

const cases = matrix.flatMap(([path, answers]) =>
  Object.entries(answers).map(([who, status]) => ({ path, who: who as Who, status })),
);

describe("what a token may read", () => {
  it.each(cases)("$who gets $status for $path", async ({ path, who, status }) => {
    const response = await query.get(path, tokens[who]);
    await response.body?.cancel();
    expect(response.status).toBe(status);
  });

  it("answers alike for what a token may not see and for what does not exist", async () => {
    const hidden = await query.get("/api/meetings/RM_physics", tokens.alice);
    const missing = await query.get("/api/meetings/RM_none", tokens.alice);
    expect(await hidden.json()).toEqual(await missing.json());
  });
});

const listed = async (token: string) =>
  meetingsSchema.parse(await (await query.get("/api/meetings", token)).json()).meetings;

const asPresent = (person: typeof alice) => ({ name: "", kind: "STANDARD", hidden: false, ...person });

describe("a plain token", () => {
  it("sees its own row of a meeting only", async () => {
    const response = await query.get("/api/meetings/RM_algebra", tokens.alice);
    const text = await response.text();
    const meeting = meetingSchema.parse(JSON.parse(text));
    expect(meeting.attendees.map(({ identity }) => identity)).toEqual(["alice"]);
    expect(text).not.toContain("bob");
    const csv = await query.get("/api/meetings/RM_algebra.csv", tokens.alice);
    expect(await csv.text()).not.toContain("bob");
  });

  it("lists the meetings of its room that it was in, counting itself", async () => {
    expect(await listed(tokens.alice)).toMatchObject([{ id: "RM_algebra", people: 1 }]);
    expect(await listed(tokens.eve)).toEqual([]);
  });

  it("gets its own status without naming itself", async () => {
    const response = await query.get("/api/sessions/algebra-7/attendance-status", tokens.alice);
    expect(await response.json()).toMatchObject({ identity: "alice", stays: [{ sid: "PA_alice" }] });
  });

  it("reads in the evidence of its stay nothing about others", async () => {
    const look = lesson.find(({ subject }) => subject === "evidence.snapshot");
    const body = { ...JSON.parse(look?.body ?? ""), id: "SN_both", askedAt: nine + 40 * minute };
    const both = JSON.stringify({ ...body, present: [asPresent(alice), asPresent(bob)] });
    await query.remember([{ id: "SN_both", subject: "evidence.snapshot", headers: {}, body: both }]);
    const response = await query.get("/api/stays/PA_alice/evidence", tokens.alice);
    const evidence = stayEvidenceSchema.parse(await response.json());
    const shown = evidence.evidence.find(({ id }) => id === "SN_both");
    expect(JSON.parse(shown?.body ?? "")).toMatchObject({ present: [{ sid: "PA_alice" }] });
    expect(shown?.body).not.toContain("bob");
    const whole = await query.get("/api/stays/PA_alice/evidence", tokens.teacher);
    expect(await whole.text()).toContain("PA_bob");
  });
});

it("asks a token without identity to name somebody", async () => {
  const server = tokenFor(undefined, { roomList: true });
  const response = await query.get("/api/sessions/algebra-7/attendance-status", server);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "parameter_invalid" });
});
