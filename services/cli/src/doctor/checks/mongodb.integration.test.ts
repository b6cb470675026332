import { startLoneMongo, startMongoReplicaSet } from "@rollcall/servers";
import { testAddresses } from "@rollcall/servers/testing";
import {
  buildStay,
  censusRecord,
  openTemporaryStore,
  storeEvidence,
  storeNew,
} from "@rollcall/store/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { examine, told } from "../../../testing/examine.ts";
import { indexes, mongodb } from "./mongodb.ts";
import { unverified } from "./unverified.ts";

/** A database of its own, as attendance makes it. */
async function installed() {
  const temporary = await openTemporaryStore(testAddresses().mongodbUrl);
  const url = new URL(testAddresses().mongodbUrl);
  url.pathname = temporary.database;
  return {
    ...{ store: temporary.store, db: temporary.db, mongodbUrl: url.href },
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

it("is content with a replica set and all indexes", async () => {
  await using one = await installed();
  expect(told(await examine(mongodb, one))).toEqual(["ok mongodb_answers"]);
  expect(told(await examine(indexes, one))).toEqual(["ok indexes_there"]);
});

it("names a MongoDB that is in no replica set", async () => {
  await using alone = await startLoneMongo();
  const [finding] = await examine(mongodb, { mongodbUrl: alone.url });
  expect(finding).toMatchObject({ level: "problem", code: "mongodb_no_replica_set" });
  expect(finding?.change).toContain("replSetName");
});

it("names a set of two members with data and an arbiter, also as behind when one of the two is away", async () => {
  await using set = await startMongoReplicaSet({ hasArbiter: true });
  await using temporary = await openTemporaryStore(set.url);
  const ask = async () => told(await examine(mongodb, { mongodbUrl: set.url }));
  expect(await ask()).toEqual(["warning mongodb_arbiter"]);
  const { hosts, primary } = await temporary.db.admin().command({ hello: 1 });
  const holding = z.array(z.string()).parse(hosts);
  const other = set.members.get(holding.find((name) => name !== primary) ?? "");
  await other?.kill("SIGKILL");
  const writeAndAsk = async () => {
    await temporary.db.collection("writes").insertOne({}, { writeConcern: { w: 1 } });
    return ask();
  };
  await expect
    .poll(writeAndAsk, { timeout: 60_000, interval: 1_000 })
    .toEqual(["problem mongodb_majority_behind"]);
  await other?.restart();
}, 120_000);

it("names the indexes that were dropped, or are others under the same name", async () => {
  await using one = await installed();
  await one.db.collection("stays").dropIndex("open_by_room");
  await one.db.collection("rooms").dropIndex("by_start");
  await one.db.collection("rooms").createIndex({ room: 1 }, { name: "by_start" });
  const [finding] = await examine(indexes, one);
  expect(finding).toMatchObject({ level: "problem", code: "indexes_missing" });
  expect(finding?.measured).toEqual({ missing: "stays.open_by_room rooms.by_start" });
});

it("names an empty database's indexes too", async () => {
  await using one = await installed();
  await one.db.dropDatabase();
  expect(told(await examine(indexes, one))).toEqual(["problem indexes_missing"]);
});

describe("what is unverified", () => {
  it("names a LiveKit that was never asked, and one that was asked long ago", async () => {
    await using one = await installed();
    expect(told(await examine(unverified, one))).toEqual(["problem never_asked", "ok stays_verified"]);
    await storeEvidence(one.store, [censusRecord({ askedAt: Date.now() - 600_000 })]);
    expect(told(await examine(unverified, one))).toContain("problem sweeps_late");
    await storeEvidence(one.store, [censusRecord({ askedAt: Date.now() - 1_000 })]);
    expect(told(await examine(unverified, one))).toContain("ok sweeps_reach");
  });

  it("counts the live stays of which nothing was heard lately, and names their rooms", async () => {
    await using one = await installed();
    const fresh = { room: "maths", joinedAt: Date.now() };
    const stale = { room: "history", joinedAt: Date.now() - 600_000 };
    await storeNew(one.store, {
      stays: [buildStay({ sid: "PA_1", ...fresh }), buildStay({ sid: "PA_2", ...stale })],
    });
    const finding = (await examine(unverified, one)).at(-1);
    expect(finding).toMatchObject({ level: "warning", code: "stays_unverified" });
    expect(finding?.measured).toEqual({ open: 2, stale: 1, rooms: 1 });
    expect(finding?.found).toContain('"history"');
  });
});
