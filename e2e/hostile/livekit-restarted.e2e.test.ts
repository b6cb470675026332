import { setTimeout as lessonGoesOnFor } from "node:timers/promises";
import { eventually, type Participant } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, type World } from "../world/world.ts";
import { expectReport, meetingIdsOf } from "./scene/expect-report.ts";
import { during, leaveNoted, second, staysOf, stayUntil, type Truth } from "./scene/truth.ts";
import { expectNeverGone, stateBecomes, watchStatus } from "./scene/watch.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Waits until the client is back by itself, under another SID. */
const comesBack = (person: Participant) =>
  eventually(
    async () => {
      const told = await person.tell();
      expect(told.turns.at(-1)?.state).toBe("connected");
      expect(told.sid).not.toBe(person.sid);
      return told;
    },
    { withinMs: 60 * second },
  );

it("LiveKit, without Redis, dies in the middle of a lesson and is started again: one meeting, everybody's stays right", async () => {
  const room = "restarted";
  await using teacher = await world.join(room, "teacher");
  await using alice = await world.join(room, "alice");
  await using bob = await world.join(room, "bob");
  for (const who of ["teacher", "alice", "bob"]) await stateBecomes(world.reader, room, who, "present");
  const watches = [watchStatus(world.reader, room, "teacher"), watchStatus(world.reader, room, "alice")];
  const died = await during(async () => {
    await world.livekit.kill();
    await bob.crash();
  });
  await world.livekit.restart();
  const told = [await comesBack(teacher), await comesBack(alice)] as const;
  await using cleo = await world.join(room, "cleo");
  await stateBecomes(world.reader, room, "bob", "absent", 120 * second);
  await lessonGoesOnFor(5 * second);
  for (const [index, watch] of watches.entries()) {
    await watch[Symbol.asyncDispose]();
    expectNeverGone(watch, told[index]?.sid ?? null);
  }
  const ofTeacher = staysOf(teacher, told[0], await during(() => teacher.leave()));
  const ofAlice = staysOf(alice, told[1], await during(() => alice.leave()));
  const truth: Truth = new Map([
    ["teacher", [stayUntil(teacher, died), ...ofTeacher.slice(1)]],
    ["alice", [stayUntil(alice, died), ...ofAlice.slice(1)]],
    ["bob", [stayUntil(bob, died)]],
    ["cleo", [await leaveNoted(cleo)]],
  ]);
  const meeting = await expectReport(world.reader, room, truth);
  expect(await meetingIdsOf(world.reader, room)).toEqual([meeting.id]);
});
