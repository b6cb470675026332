import { setTimeout as delay } from "node:timers/promises";
import { MongoClient } from "mongodb";

const limitMs = 5000;

/**
 * Makes one mongod the only member of a replica set, when it is a member of none, and waits until it takes writes. A
 * set that has more members, or another name, is left as it is. An address of several members is only waited for.
 * Throws when that takes longer than `withinMs`.
 */
export async function initiateReplicaSet(url: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return isOfSeveral(url) ? await takeWrites(url) : await becomePrimary(url);
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`MongoDB takes no writes after ${withinMs / 1000} s: ${String(error)}`, {
          cause: error,
        });
    }
    await delay(500);
  }
}

const limits = { serverSelectionTimeoutMS: limitMs, connectTimeoutMS: limitMs, socketTimeoutMS: limitMs };

/** Such a set is made by whoever runs its members. */
const isOfSeveral = (address: string): boolean => /^mongodb\+srv:|^mongodb:\/\/[^/]*,/.test(address);

async function takeWrites(address: string): Promise<void> {
  await using client = new MongoClient(address, limits);
  const hello = await client.db("admin").command({ hello: 1 });
  if (hello["isWritablePrimary"] !== true) throw new Error("it has no primary");
}

async function becomePrimary(address: string): Promise<void> {
  const url = new URL(address);
  const name = url.searchParams.get("replicaSet") ?? "rollcall";
  url.searchParams.delete("replicaSet");
  url.searchParams.set("directConnection", "true");
  await using client = new MongoClient(url.href, limits);
  const admin = client.db("admin");
  const hello = await admin.command({ hello: 1 });
  if (hello["isWritablePrimary"] === true && hello["setName"] === name) return;
  const isIn: unknown = hello["setName"];
  if (isIn !== undefined && isIn !== name)
    throw new Error(`it is in the replica set ${JSON.stringify(isIn)}, not in ${name}`);
  if (isIn === undefined && hello["isreplicaset"] !== true) throw new Error("it runs without --replSet");
  if (isIn === undefined)
    await admin.command({ replSetInitiate: { _id: name, members: [{ _id: 0, host: url.host }] } });
  throw new Error("it does not take writes yet");
}
