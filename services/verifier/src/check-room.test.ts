import type { RoomCheck, SnapshotMessage } from "@rollcall/contracts";
import { within } from "@rollcall/runtime";
import { expect, it } from "vitest";
import { lookTools } from "../testing/look-tools.ts";
import { noon, openStay, person } from "../testing/people.ts";
import { scriptLiveKit } from "../testing/scripted-livekit.ts";
import { checkRoom } from "./check-room.ts";
import { SharedRooms } from "./shared-rooms.ts";
import { takeLook } from "./take-look.ts";

const alice = person("alice");
const sweep: RoomCheck = { room: "algebra", roomSids: [], reason: "sweep", earlier: [] };

/** A room that everybody has left unseen; the clock moves only when somebody waits. */
function emptyRoom() {
  const livekit = scriptLiveKit({});
  const clock = { now: noon };
  const published: SnapshotMessage[] = [];
  const scheduled: { check: RoomCheck; at: number }[] = [];
  const now = () => clock.now;
  const wait = async (ms: number) => void (clock.now += ms);
  const tools = {
    openStaysIn: async () => [openStay(alice)],
    rooms: new SharedRooms({ listRooms: () => livekit.listRooms(), now, wait }),
    takeLook: (at: Parameters<typeof takeLook>[0]) => takeLook(at, lookTools(livekit, { now, wait })),
    within,
    newId: () => "1",
    horizonMs: 60_000,
    intervalMs: 30_000,
    publishSnapshot: async (snapshot: SnapshotMessage) => void published.push(snapshot),
    scheduleLook: async (check: RoomCheck, at: number) => void scheduled.push({ check, at }),
  };
  return { tools, clock, published, scheduled };
}

it("publishes one snapshot and asks for a second look, which ends the stay", async () => {
  const { tools, clock, published, scheduled } = emptyRoom();
  await checkRoom(sweep, tools);
  const [again] = scheduled;
  expect(again).toMatchObject({
    at: noon + 25_500,
    check: { room: "algebra", reason: "follow_up", earlier: [{ askedAt: noon, silent: [alice.sid] }] },
  });
  clock.now = again?.at ?? 0;
  await checkRoom(again?.check ?? sweep, tools);
  expect(published.map(({ absent }) => absent.length)).toEqual([0, 1]);
  expect(scheduled).toHaveLength(1);
});

it("asks for no second look while nothing can be published", async () => {
  const { tools, scheduled } = emptyRoom();
  const broken = { ...tools, publishSnapshot: () => Promise.reject(new Error("NATS is away")) };
  await expect(checkRoom(sweep, broken)).rejects.toThrow("NATS is away");
  expect(scheduled).toEqual([]);
});

it("looks at a room again before the next sweep when the beginning of a stay was never told", async () => {
  const { tools, scheduled } = emptyRoom();
  const untold = { ...openStay(alice), room: [{ rank: 1 as const, value: "algebra" }] };
  await checkRoom(sweep, { ...tools, openStaysIn: async () => [untold] });
  const closer = scheduled.filter(({ check }) => check.reason === "closer");
  expect(closer.map(({ at }) => at - noon)).toEqual([5_000, 10_000, 15_000, 20_000, 25_000]);
  expect(closer[0]?.check.room).toBe("algebra");
});

it("does so after a sweep's look alone, so that looks do not multiply", async () => {
  const { tools, scheduled } = emptyRoom();
  const untold = { ...openStay(alice), room: [{ rank: 1 as const, value: "algebra" }] };
  await checkRoom({ ...sweep, reason: "closer" }, { ...tools, openStaysIn: async () => [untold] });
  expect(scheduled.map(({ check }) => check.reason)).toEqual(["follow_up"]);
});
