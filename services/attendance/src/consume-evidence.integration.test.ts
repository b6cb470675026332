import { roomHash, streams, subjects, type EvidenceRecord } from "@rollcall/contracts";
import { minute } from "@rollcall/domain";
import { deadLetterHeaders, subscribe } from "@rollcall/messaging";
import { testAddresses } from "@rollcall/servers/testing";
import {
  buildRecord,
  censusRecord,
  listed,
  openTemporaryStore,
  snapshotRecord,
  ten,
  webhookRecord,
  type TemporaryStore,
} from "@rollcall/store/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  departures,
  none,
  openWorld,
  publishAll,
  sampleRecords,
  untilSettled,
  type World,
} from "../testing/world.ts";

let temporary: TemporaryStore;
let world: World;

beforeAll(async () => {
  temporary = await openTemporaryStore(testAddresses().mongodbUrl);
  world = await openWorld(temporary.store);
  await world.startInstance();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await temporary[Symbol.asyncDispose]();
});

beforeEach(async () => {
  const { db } = temporary;
  const names = ["stays", "rooms", "livekit", "evidence"];
  await Promise.all(names.map((name) => db.collection(name).deleteMany()));
  await world.bus.jsm.streams.purge(streams.checks);
});

const lesson: readonly EvidenceRecord[] = [
  webhookRecord({ event: "room_started", room: "maths" }),
  webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" }),
  webhookRecord({ event: "track_published", room: "maths", sid: "PA_1", createdAt: ten + 3_000 }),
  snapshotRecord({ room: "maths", present: [listed("PA_1"), listed("PA_2", "bob")] }),
  webhookRecord({ event: "participant_left", room: "maths", sid: "PA_1", createdAt: ten + 2 * minute }),
  censusRecord(),
];

/** Subjects of the schedules that wait for a room. */
async function schedulesOf(room: string): Promise<readonly string[]> {
  const subjects_filter = `checks.schedule.room.${roomHash(room)}.>`;
  const { state } = await world.bus.jsm.streams.info(streams.checks, { subjects_filter });
  return Object.keys(state.subjects ?? {});
}

it("turns evidence into documents and an archive", async () => {
  await publishAll(world, lesson);
  await untilSettled(world);
  expect(await departures(world.store, lesson)).toEqual(none);
  expect((await world.store.openStaysIn("maths")).map(({ sid }) => sid)).toEqual(["PA_2"]);
});

it("ends in the same state when everything comes twice and in another order", async () => {
  const records = sampleRecords(300, 7);
  const again = [...records.toReversed(), ...lesson, ...records];
  await publishAll(world, again);
  await untilSettled(world);
  expect(await departures(world.store, [...lesson, ...records])).toEqual(none);
});

it("tells of a changed room, and asks for one look however many leave", async () => {
  const heard: unknown[] = [];
  using _ = subscribe(world.bus, subjects.changed(roomHash("maths")), ({ body }) => void heard.push(body));
  await world.bus.nc.flush();
  const leaves = Array.from({ length: 100 }, (_unused, n) =>
    webhookRecord({ event: "participant_left", room: "maths", sid: `PA_${n}`, createdAt: ten + minute }),
  );
  await publishAll(world, leaves);
  await untilSettled(world);
  await expect.poll(() => heard.at(-1)).toEqual({ room: "maths" });
  expect(await schedulesOf("maths")).toHaveLength(1);
});

it("has the look appear as work for the verifier", async () => {
  await publishAll(world, [webhookRecord({ event: "participant_left", room: "physics", sid: "PA_1" })]);
  const work = () => world.bus.jsm.streams.getMessage(streams.checks, { last_by_subj: subjects.checkRoom });
  await expect
    .poll(async () => (await work())?.json(), { timeout: 20_000 })
    .toEqual({
      room: "physics",
      roomSids: ["RM_physics"],
      reason: "left",
      earlier: [],
    });
});

it("makes a dead letter of what nobody understands, and lets everything else through", async () => {
  const poison = buildRecord("EV_poison", '{"event":"participant_left","id":"EV_poison"}');
  await publishAll(world, [poison, ...lesson]);
  await untilSettled(world);
  const dead = await world.bus.jsm.streams.getMessage(streams.dead, {
    last_by_subj: subjects.dead("attendance"),
  });
  expect(dead?.string()).toBe(poison.body);
  expect(dead?.header.get(deadLetterHeaders.code)).toBe("schema_invalid");
  const { missing, unexpected } = await departures(world.store, lesson);
  expect(missing).toEqual([]);
  expect(unexpected).toEqual([expect.stringContaining("EV_poison")]);
});

it("lets two instances share the work and end where one alone does", async () => {
  const records = sampleRecords(1_500, 8);
  await using _ = await world.startInstance();
  await publishAll(world, [...records, ...records]);
  await untilSettled(world);
  expect(await departures(world.store, records)).toEqual(none);
});
