import { consumers, roomHash, streams, subjects } from "@rollcall/contracts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { consumeEach, type Consumer } from "./consume.ts";
import { publish } from "./publish.ts";
import { scheduleAt, scheduleEvery } from "./schedule.ts";

let own: OwnBus;
let consumer: Consumer | undefined;
let seen: string[];

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(async () => {
  await own.bus.jsm.streams.purge(streams.checks);
  seen = [];
  const { stream, durable } = consumers.verifier;
  consumer = await consumeEach(own.bus, { stream, durable }, ({ subject, data }) => {
    seen.push(`${subject} ${new TextDecoder().decode(data)}`);
    return Promise.resolve({ is: "done" });
  });
});
afterEach(() => consumer?.[Symbol.asyncDispose]());

const soon = (name: string) => subjects.roomSchedule(roomHash(name), "soon", 1);
const target = subjects.checkRoom;

it("lets a message appear once, when it is due, and the first of several requests count", async () => {
  const scheduleSubject = soon("Algebra");
  const at = Date.now() + 1000;
  const later = { scheduleSubject, target, at: at + 60_000, body: "second", keepFirst: true, ttlMs: 30_000 };
  expect(await scheduleAt(own.bus, { ...later, at, body: "first" })).toBe("scheduled");
  expect(await scheduleAt(own.bus, later)).toBe("kept");
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["checks.room first"]);
  await expect.poll(() => scheduleAt(own.bus, later), { timeout: 5000 }).toBe("scheduled");
});

it("replaces a schedule when asked to", async () => {
  const schedule = { scheduleSubject: soon("Biology"), target, keepFirst: false, ttlMs: 30_000 };
  await scheduleAt(own.bus, { ...schedule, at: Date.now() + 60_000, body: "late" });
  await scheduleAt(own.bus, { ...schedule, at: Date.now(), body: "now" });
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["checks.room now"]);
});

it("ticks for all instances together, and a starting instance changes nothing", async () => {
  const schedule = { scheduleSubject: subjects.sweepSchedule, target: subjects.sweep, body: "", ttlMs: 1000 };
  const placed = await Promise.all(
    [1, 2, 3].map(() => scheduleEvery(own.bus, { ...schedule, everyMs: 1000 })),
  );
  expect(placed.toSorted()).toEqual(["kept", "kept", "scheduled"]);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(await scheduleEvery(own.bus, { ...schedule, everyMs: 1000 })).toBe("kept");
  expect(await scheduleEvery(own.bus, { ...schedule, everyMs: 3_600_000 })).toBe("scheduled");
  expect(await scheduleEvery(own.bus, { ...schedule, everyMs: 3_600_000 })).toBe("kept");
  expect(new Set(seen)).toEqual(new Set(["checks.sweep "]));
});

it("goes on ticking after nats-server was killed", async () => {
  const schedule = { scheduleSubject: subjects.sweepSchedule, target: subjects.sweep, body: "", ttlMs: 1000 };
  await scheduleEvery(own.bus, { ...schedule, everyMs: 1000 });
  await own.server.kill();
  await own.server.restart();
  const before = seen.length;
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThan(before);
});

it("drops what waited longer than its time to live", async () => {
  await consumer?.[Symbol.asyncDispose]();
  await publish(own.bus, { subject: subjects.checkRoom, body: "stale", ttlMs: 1000 });
  const waiting = async () => (await own.bus.jsm.streams.info(streams.checks)).state.messages;
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
});
