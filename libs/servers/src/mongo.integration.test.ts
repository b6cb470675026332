import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient, type Collection } from "mongodb";
import { expect, it } from "vitest";
import { startMongo } from "./mongo.ts";
import type { Server } from "./server.ts";

async function withPeople<T>(server: Server, use: (people: Collection) => Promise<T>): Promise<T> {
  const client = new MongoClient(server.url, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await use(client.db("school").collection("people"));
  } finally {
    await client.close();
  }
}

const durably = { writeConcern: { w: "majority", journal: true } } as const;

it("keeps address and durable writes over a kill and a restart", async () => {
  await using mongo = await startMongo();
  const { url, pid } = mongo;
  await withPeople(mongo, (people) => people.insertOne({ name: "alice" }, durably));
  await mongo.kill();
  await mongo.restart();
  expect(mongo.url).toBe(url);
  expect(mongo.pid).not.toBe(pid);
  expect(await withPeople(mongo, (people) => people.countDocuments({ name: "alice" }))).toBe(1);
});

it("takes writes again when its data comes back on another port", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "rollcall-mongo-"));
  try {
    {
      await using first = await startMongo({ dataDir });
      await withPeople(first, (people) => people.insertOne({ name: "alice" }, durably));
    }
    await using second = await startMongo({ dataDir });
    await withPeople(second, (people) => people.insertOne({ name: "bob" }, durably));
    expect(await withPeople(second, (people) => people.countDocuments())).toBe(2);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
