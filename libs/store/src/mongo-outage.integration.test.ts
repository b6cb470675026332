import { createLogger } from "@rollcall/runtime";
import { freePort, startMongo, type Server } from "@rollcall/servers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildRecord, buildStay } from "../testing/documents.ts";
import { noWrites, storeNew } from "../testing/write.ts";
import { openMongoStore } from "./open-mongo-store.ts";
import type { Store } from "./port.ts";

const log = createLogger("test", { level: "silent" });
let mongo: Server;
let store: Store;

beforeAll(async () => {
  mongo = await startMongo();
  store = await openMongoStore({ url: mongo.url, log, createIndexes: true, answerLimitMs: 1_000 });
});

afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await mongo[Symbol.asyncDispose]();
});

const unavailable = expect.objectContaining({ code: "store_unavailable" });
const write = { ...noWrites, stays: [{ document: buildStay({ sid: "PA_1", room: "maths" }), version: 0 }] };

const everyCall = (): readonly Promise<unknown>[] => [
  store.ping(),
  store.openStaysIn("maths"),
  store.recentStarts({ before: 1, limit: 1 }),
  store.load({ stays: ["PA_1"], rooms: ["RM_1"], livekit: true }),
  store.save(write),
  store.archive([buildRecord("EV_1")]),
  store.archived()[Symbol.asyncIterator]().next(),
];

/** Waits until the store answers again, as its callers do. */
const answersAgain = () => expect.poll(() => store.ping().then(() => true), { timeout: 30_000 }).toBe(true);

it("says that it is unavailable while mongod is dead, and goes on when it is back", async () => {
  await storeNew(store, { stays: [buildStay({ sid: "PA_0", room: "maths" })] });
  await mongo.kill();
  const outcomes = await Promise.allSettled(everyCall());
  expect(outcomes).toEqual(outcomes.map(() => ({ status: "rejected", reason: unavailable })));
  await mongo.restart();
  await answersAgain();
  expect(await store.stay("PA_0")).not.toBeNull();
  expect(await store.save(write)).toEqual({ stays: [], rooms: [], livekit: false });
});

it("says that it is unavailable while mongod hangs", async () => {
  await mongo.kill("SIGSTOP");
  const outcomes = await Promise.allSettled(everyCall());
  await mongo.kill("SIGCONT");
  expect(outcomes).toEqual(outcomes.map(() => ({ status: "rejected", reason: unavailable })));
  await answersAgain();
});

it("waits at its start for a mongod that comes up later", async () => {
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}/?replicaSet=rollcall`;
  const opening = openMongoStore({ url, log, answerLimitMs: 500 });
  await expect(openMongoStore({ url, log, answerLimitMs: 500, startLimitMs: 100 })).rejects.toEqual(
    unavailable,
  );
  await using _ = await startMongo({ port });
  await using late = await opening;
  expect(await late.roomsWithOpenStays()).toEqual([]);
});

it("gives up a start without a database, naming the setting and no credentials", async () => {
  const url = `mongodb://user:secret@127.0.0.1:${await freePort()}/?replicaSet=rollcall`;
  const opened = openMongoStore({ url, log, answerLimitMs: 500, startLimitMs: 100 });
  await expect(opened).rejects.toThrow(
    /^MONGODB_URL: MongoDB cannot be reached \((?!.*secret).*ECONNREFUSED/,
  );
  await expect(opened).rejects.toEqual(unavailable);
});
