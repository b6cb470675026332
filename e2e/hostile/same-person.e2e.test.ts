import { setTimeout as lessonGoesOnFor } from "node:timers/promises";
import { eventually, knock, type Participant, type Scenario } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, type World } from "../world/world.ts";
import { expectReport } from "./scene/expect-report.ts";
import {
  during,
  joiningOf,
  leaveNoted,
  second,
  stayUntil,
  type Instants,
  type Truth,
  type TrueStay,
} from "./scene/truth.ts";
import { expectNeverGone, stateBecomes, watchStatus } from "./scene/watch.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Lets LiveKit's own scenario happen; resolves with the new SID, and when the client came back under it. */
async function reconnect(
  person: Participant,
  scenario: Scenario,
): Promise<{ sid: string; between: Instants }> {
  const { sid: before } = await person.tell();
  const from = Date.now();
  await person.simulate(scenario);
  return eventually(async () => {
    const { sid, turns } = await person.tell();
    if (sid === null || sid === before) throw new Error("the client has not come back");
    return { sid, between: { from, to: turns.at(-1)?.at ?? from } };
  });
}

describe.concurrent("one person", () => {
  it("goes from one device to another and back: stays that follow each other, one person, no second counted twice", async () => {
    const room = "two devices";
    await using teacher = await world.join(room, "teacher");
    await using devices = new AsyncDisposableStack();
    const joined: Participant[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      joined.push(devices.use(await world.join(room, "alice")));
      await lessonGoesOnFor(2 * second);
    }
    const last = joined.pop();
    if (last === undefined) throw new Error("nobody joined");
    const stays: TrueStay[] = joined.map((device, index) =>
      stayUntil(device, joiningOf(joined[index + 1] ?? last)),
    );
    const truth: Truth = new Map([
      ["alice", [...stays, await leaveNoted(last)]],
      ["teacher", [await leaveNoted(teacher)]],
    ]);
    const { attendees } = await expectReport(world.reader, room, truth);
    const alice = attendees.find(({ identity }) => identity === "alice");
    expect(alice?.stays.map(({ end }) => end?.reason)).toEqual([
      "DUPLICATE_IDENTITY",
      "DUPLICATE_IDENTITY",
      "DUPLICATE_IDENTITY",
      "CLIENT_INITIATED",
    ]);
    const wholeSeconds = (Date.now() - (joined[0]?.joining.calledAt ?? 0)) / second;
    expect(alice?.attended.maximumSeconds).toBeLessThanOrEqual(wholeSeconds + 1);
  });

  it("loses signalling, and the network for 8 s, and comes back under the same SID: one stay, never gone", async () => {
    const room = "resumed";
    await using alice = await world.join(room, "alice");
    await stateBecomes(world.reader, room, "alice", "present");
    const watch = watchStatus(world.reader, room, "alice");
    await alice.simulate("SIMULATE_SIGNAL_RECONNECT");
    await eventually(async () =>
      expect((await alice.tell()).turns.map(({ state }) => state)).toEqual([
        "connected",
        "reconnecting",
        "connected",
      ]),
    );
    await alice.freeze();
    await lessonGoesOnFor(8 * second);
    await alice.thaw();
    await lessonGoesOnFor(30 * second);
    expect((await alice.tell()).sid).toBe(alice.sid);
    await watch[Symbol.asyncDispose]();
    expectNeverGone(watch, alice.sid);
    const { attendees } = await expectReport(
      world.reader,
      room,
      new Map([["alice", [await leaveNoted(alice)]]]),
    );
    expect(attendees[0]?.stays[0]?.end).toMatchObject({ how: "left", reason: "CLIENT_INITIATED" });
  });

  it("is made to connect anew, from scratch, by a node failure, by a migration: a stay for each connection", async () => {
    const room = "reconnected";
    await using alice = await world.join(room, "alice");
    const stays: TrueStay[] = [];
    let [sid, began] = [alice.sid, joiningOf(alice)];
    for (const scenario of [
      "SIMULATE_FULL_RECONNECT",
      "SIMULATE_NODE_FAILURE",
      "SIMULATE_MIGRATION",
    ] as const) {
      await lessonGoesOnFor(3 * second);
      const back = await reconnect(alice, scenario);
      stays.push({ sid, began, ended: back.between });
      [sid, began] = [back.sid, back.between];
    }
    stays.push({ sid, began, ended: await during(() => alice.leave()) });
    await expectReport(world.reader, room, new Map([["alice", stays]]));
  });

  it("is let in and never gets media: never present, counted for nothing, and shown as never active", async () => {
    const room = "never active";
    await using teacher = await world.join(room, "teacher");
    await using hasty = await knock(world.access, room, "hasty");
    await using _patient = await knock(world.access, room, "patient");
    const watches = ["hasty", "patient"].map((who) => watchStatus(world.reader, room, who));
    await lessonGoesOnFor(2 * second);
    hasty.goAway();
    const reasons = await eventually(
      async () => {
        const { others } = await world.reader.meetingIn(room);
        const ends = others.map(({ identity, category, stay }) => [identity, category, stay.end?.reason]);
        expect(ends.filter(([, , reason]) => reason !== undefined)).toHaveLength(2);
        return ends;
      },
      { withinMs: 90 * second, everyMs: 500 },
    );
    expect(reasons).toEqual(
      expect.arrayContaining([
        ["hasty", "never_active", "SIGNAL_CLOSE"],
        ["patient", "never_active", "JOIN_FAILURE"],
      ]),
    );
    for (const watch of watches) {
      await watch[Symbol.asyncDispose]();
      for (const { status } of watch.sightings) {
        expect(status.isCurrentlyInMeeting).not.toBe(true);
        expect(status.attended.maximumSeconds).toBe(0);
      }
    }
    await expectReport(world.reader, room, new Map([["teacher", [await leaveNoted(teacher)]]]));
  });
});
