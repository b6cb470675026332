import type { RoomCheck, SnapshotMessage } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { SharedLooks } from "./shared-looks.ts";
import { snapshotOf } from "./snapshot-of.ts";

const nothing = { trouble: null, present: [], joining: [], absent: [], undecided: [], remember: null };

const snapshot = (id: string, room: string): SnapshotMessage =>
  snapshotOf({
    ...{ id, room, roomSids: [], roomSid: null, askedAt: noon, answeredAt: noon, horizonMs: 60_000 },
    judgement: nothing,
    knewOpenStays: true,
  });

function looksThat(check: (id: string, room: string) => Promise<SnapshotMessage>) {
  const clock = { now: 0 };
  const checks: RoomCheck[] = [];
  const looks = new SharedLooks(
    (asked) => {
      checks.push(asked);
      return check(`SN_${checks.length}`, asked.room);
    },
    () => clock.now,
  );
  return { looks, checks, clock };
}

const atOnce = async (id: string, room: string) => snapshot(id, room);
const sweepOf = (room: string): RoomCheck => ({ room, roomSids: [], reason: "sweep", earlier: [] });

it("takes one look for many who ask at the same time", async () => {
  const { looks, checks } = looksThat(atOnce);
  const answers = await Promise.all([looks.recent("algebra"), looks.recent("algebra")]);
  expect(answers.map(({ id }) => id)).toEqual(["SN_1", "SN_1"]);
  expect(checks).toEqual([{ room: "algebra", roomSids: [], reason: "demand", earlier: [] }]);
});

it("gives an answer again for 30 s", async () => {
  const { looks, clock } = looksThat(atOnce);
  await looks.recent("algebra");
  clock.now = 30_000;
  expect((await looks.recent("algebra")).id).toBe("SN_1");
  clock.now = 30_001;
  expect((await looks.recent("algebra")).id).toBe("SN_2");
});

it("shares what a sweep has just seen", async () => {
  const { looks, checks } = looksThat(atOnce);
  await looks.take(sweepOf("algebra"));
  expect((await looks.recent("algebra")).id).toBe("SN_1");
  expect(checks).toHaveLength(1);
});

it("joins a look that is under way, however long it takes", async () => {
  const { promise, resolve } = Promise.withResolvers<SnapshotMessage>();
  const { looks, clock, checks } = looksThat(() => promise);
  const taken = looks.take(sweepOf("algebra"));
  clock.now = 60_000;
  const joined = looks.recent("algebra");
  resolve(snapshot("SN_slow", "algebra"));
  expect(await joined).toBe(await taken);
  expect(checks).toHaveLength(1);
});

it("does not share one room's look with another's", async () => {
  const { looks } = looksThat(atOnce);
  await looks.recent("algebra");
  expect((await looks.recent("latin")).room).toBe("latin");
});

it("looks again after a look that could not be published", async () => {
  let isBroken = true;
  const { looks } = looksThat((id, room) =>
    isBroken ? Promise.reject(new Error("NATS is away")) : Promise.resolve(snapshot(id, room)),
  );
  await expect(looks.recent("algebra")).rejects.toThrow("NATS is away");
  isBroken = false;
  expect((await looks.recent("algebra")).id).toBe("SN_2");
});
