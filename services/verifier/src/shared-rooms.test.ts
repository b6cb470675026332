import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { scriptLiveKit, type Script } from "../testing/scripted-livekit.ts";
import { SharedRooms } from "./shared-rooms.ts";

function roomsOf(rooms: NonNullable<Script["rooms"]>) {
  const livekit = scriptLiveKit({ rooms });
  const clock = { now: noon };
  const shared = new SharedRooms({
    listRooms: () => livekit.listRooms(),
    now: () => clock.now,
    wait: () => Promise.resolve(),
  });
  return { shared, clock, asked: livekit.asked };
}

const algebra = { name: "algebra", sid: "RM_1" };

it("asks once for all who ask meanwhile, and gives a recent answer again", async () => {
  const { shared, clock, asked } = roomsOf([[algebra]]);
  const [one, other] = await Promise.all([shared.recent(5_000), shared.recent(0)]);
  expect(one).toBe(other);
  clock.now += 4_999;
  expect(await shared.recent(5_000)).toBe(one);
  clock.now += 1;
  expect(await shared.recent(5_000)).not.toBe(one);
  expect(asked).toEqual(["rooms", "rooms"]);
});

it("leaves control rooms out", async () => {
  const { shared } = roomsOf([[algebra, { name: "rollcall-control-a-1", sid: "RM_2" }]]);
  expect((await shared.recent(0)).sids).toEqual(new Map([["algebra", "RM_1"]]));
});

it("shares a failure too, and takes every room for one that LiveKit may know", async () => {
  const { shared, asked } = roomsOf(["livekit_unreachable"]);
  expect((await shared.recent(5_000)).trouble).toBe("livekit_unreachable");
  expect((await shared.recent(5_000)).trouble).toBe("livekit_unreachable");
  expect(asked).toHaveLength(4);
  expect(shared.isNamed("algebra")).toBe(true);
});

it("knows which rooms the last answer named", async () => {
  const { shared } = roomsOf([[algebra]]);
  expect(shared.isNamed("chess")).toBe(true);
  await shared.recent(0);
  expect([shared.isNamed("algebra"), shared.isNamed("chess")]).toEqual([true, false]);
});
