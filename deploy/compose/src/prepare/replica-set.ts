import { setTimeout as delay } from "node:timers/promises";
import { MongoClient } from "mongodb";

const limitMs = 5000;

/**
 * Makes one mongod the only member of a replica set, when it is a member of none, and waits until it takes writes. A
 * set that has more members, or another name, is left as it is. Throws when that takes longer than `withinMs`.
 */
export async function initiateReplicaSet(url: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await becomePrimary(url);
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`MongoDB takes no writes after ${withinMs / 1000} s: ${String(error)}`, {
          cause: error,
        });
    }
    await delay(500);
  }
}

async function becomePrimary(address: string): Promise<void> {
  const url = new URL(address);
  const name = url.searchParams.get("replicaSet") ?? "rollcall";
  const limits = { serverSelectionTimeoutMS: limitMs, connectTimeoutMS: limitMs, socketTimeoutMS: limitMs };
  await using client = new MongoClient(`mongodb://${url.host}/?directConnection=true`, limits);
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
