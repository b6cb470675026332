import { setTimeout as lessonGoesOnFor } from "node:timers/promises";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, type World } from "../world/world.ts";
import { expectReport } from "./scene/expect-report.ts";
import { during, second, staysOf, type Truth } from "./scene/truth.ts";
import { expectNeverGone, mostCredited, stateBecomes, statesOf, watchStatus } from "./scene/watch.ts";

// Short, so that a minute holds enough looks in vain; what is promised here does not depend on it.
const intervalMs = 10 * second;
/** Two looks that prove an absence are 25 s apart: whoever is ended wrongly afterwards is by then. */
const longEnoughMs = 45 * second;

let world: World;
beforeAll(async () => {
  world = await openWorld({ env: { VERIFY_INTERVAL_MS: String(intervalMs) } });
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

it("LiveKit stands still for a minute: nobody is ended, everybody is said to be unverified, no time is credited, and all heals", async () => {
  const room = "stopped dead";
  await using teacher = await world.join(room, "teacher");
  await using alice = await world.join(room, "alice");
  const people = [teacher, alice];
  for (const { identity } of people) await stateBecomes(world.reader, room, identity, "present");
  const watches = people.map(({ identity }) => watchStatus(world.reader, room, identity));
  const stoppedAt = Date.now();
  await world.livekit.kill("SIGSTOP");
  for (const { identity } of people) {
    const status = await stateBecomes(world.reader, room, identity, "unverified");
    expect(status.isCurrentlyInMeeting).toBeNull();
  }
  await lessonGoesOnFor(stoppedAt + 60 * second - Date.now());
  const meeting = await world.reader.meetingIn(room);
  expect(meeting.attendees.flatMap(({ stays }) => stays.map(({ end }) => end))).toEqual([null, null]);
  expect(meeting.unverified).not.toEqual([]);
  for (const [index, watch] of watches.entries()) {
    const wasThere = (stoppedAt - (people[index]?.joining.connectedAt ?? 0)) / second;
    expect(mostCredited(watch), `${watch.about}, credited`).toBeLessThan(wasThere + 1);
  }
  await world.livekit.kill("SIGCONT");
  for (const { identity } of people) await stateBecomes(world.reader, room, identity, "present");
  await lessonGoesOnFor(longEnoughMs);
  const truth: Truth = new Map();
  for (const [index, person] of people.entries()) {
    const told = await eventually(async () => {
      const now = await person.tell();
      expect(now.turns.at(-1)?.state).toBe("connected");
      return now;
    });
    const watch = watches[index];
    if (watch === undefined) throw new Error("nobody watched");
    await watch[Symbol.asyncDispose]();
    expectNeverGone(watch, told.sid);
    expect(statesOf(watch)).toEqual(["present", "unverified", "present"]);
    truth.set(person.identity, staysOf(person, told, await during(() => person.leave())));
  }
  await expectReport(world.reader, room, truth);
});
