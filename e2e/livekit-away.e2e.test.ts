import { setTimeout as stayFor } from "node:timers/promises";
import { eventually, type Fate } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, type World } from "./world/world.ts";

const second = 1_000;
const intervalMs = 5 * second;

let world: World;
beforeAll(async () => {
  world = await openWorld({ env: { VERIFY_INTERVAL_MS: String(intervalMs) } });
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

/** What LiveKit's API does from now on, to calls whose path the pattern matches. */
const apiTrouble = (fate: Fate, path = /RoomService/) =>
  world.api.rule((passing) => (path.test(passing.path) ? fate : "pass"));

const emptyList: Fate = {
  status: 200,
  body: JSON.stringify({ participants: [] }),
  headers: { "content-type": "application/json" },
};

const stateBecomes = (room: string, identity: string, state: string) =>
  eventually(async () => expect((await world.reader.statusOf(room, identity)).state).toBe(state), {
    withinMs: 60 * second,
    everyMs: 500,
  });

async function expectOpenStay(room: string, identity: string) {
  const attendee = await world.reader.attendeeIn(room, identity);
  expect(attendee.stays).toHaveLength(1);
  expect(attendee.stays[0]?.end).toBeNull();
  return attendee;
}

it.each<[string, Fate]>([
  ["fails", { status: 500, body: "no" }],
  ["is unavailable at once", { status: 503, body: "" }],
  ["hangs", "hang"],
  ["breaks every connection", "break"],
])("nobody is ended while LiveKit's API %s; the status says unverified, and heals", async (how, fate) => {
  const room = `api ${how}`;
  await using alice = await world.join(room, "alice");
  await stateBecomes(room, "alice", "present");
  {
    using _ = apiTrouble(fate);
    await stateBecomes(room, "alice", "unverified");
    expect(await world.reader.statusOf(room, "alice")).toMatchObject({ isCurrentlyInMeeting: null });
    const before = await expectOpenStay(room, "alice");
    await stayFor(2 * intervalMs);
    const after = await expectOpenStay(room, "alice");
    expect(after.attended.creditedSeconds).toBe(before.attended.creditedSeconds);
  }
  await stateBecomes(room, "alice", "present");
  const healed = await expectOpenStay(room, "alice");
  expect(healed.stays[0]?.sid).toBe(alice.sid);
});

it("nobody is ended by one empty answer", async () => {
  const room = "empty once";
  await using alice = await world.join(room, "alice");
  await stateBecomes(room, "alice", "present");
  let answered = 0;
  using _ = world.api.rule(({ path }) =>
    path.endsWith("ListParticipants") && answered++ === 0 ? emptyList : "pass",
  );
  await eventually(() => expect(answered).toBeGreaterThan(1), { withinMs: 4 * intervalMs });
  await stateBecomes(room, "alice", "present");
  expect((await expectOpenStay(room, "alice")).stays[0]?.sid).toBe(alice.sid);
});

it("nobody is ended by lists that stay empty while media nodes answer for them", async () => {
  const room = "split brain";
  await using alice = await world.join(room, "alice");
  await stateBecomes(room, "alice", "present");
  {
    using _ = apiTrouble(emptyList, /ListParticipants$/);
    await stayFor(40 * second);
    expect((await expectOpenStay(room, "alice")).state).toBe("unverified");
  }
  await stateBecomes(room, "alice", "present");
  expect((await expectOpenStay(room, "alice")).stays[0]?.sid).toBe(alice.sid);
});
