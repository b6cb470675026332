import { MongoClient, type Document } from "mongodb";
import { mongoKind } from "./server-kind.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./start-server.ts";

const replicaSet = "rollcall";
const limitMs = 5000;

/**
 * Runs a mongod as a replica set of one member (majority writes need a set) and resolves when it takes writes;
 * `url` is `mongodb://127.0.0.1:<port>/?replicaSet=rollcall`.
 */
export function startMongo(options: ServerOptions = {}): Promise<Server> {
  return startServer({ kind: mongoKind, askVersion: askMongoVersion, prepare }, options);
}

async function prepare(dataDir: string, port: number) {
  const host = `127.0.0.1:${port}`;
  const listening = ["--bind_ip", "127.0.0.1", "--port", String(port), "--nounixsocket"];
  const storing = ["--dbpath", dataDir, "--replSet", replicaSet, "--wiredTigerCacheSizeGB", "0.5"];
  // Its diagnostic files are of no use here and cost a write per second.
  const quiet = ["--quiet", "--setParameter", "diagnosticDataCollectionEnabled=false"];
  return {
    url: `mongodb://${host}/?replicaSet=${replicaSet}`,
    args: [...listening, ...storing, ...quiet],
    probe: () => becomePrimary(host),
    // After a kill under load the journal is replayed first; 12 s were measured.
    readyLimitMs: 60_000,
    stopGraceMs: 8000,
  };
}

/** Throws until the member takes writes; makes it the only member of its set when it is not. */
async function becomePrimary(host: string): Promise<void> {
  await withClient(`mongodb://${host}/?directConnection=true`, async (client) => {
    const admin = client.db("admin");
    const hello = await admin.command({ hello: 1 });
    if (hello["isWritablePrimary"] === true && hello["me"] === host) return;
    const members = [{ _id: 0, host }];
    if (hello["setName"] === undefined && hello["isreplicaset"] === true) {
      const stored = await client.db("local").collection("system.replset").findOne();
      // Data that comes back on another port still names the old address.
      if (stored !== null) await admin.command(reconfigured(stored, members));
      else await admin.command({ replSetInitiate: { _id: replicaSet, members } });
    }
    throw new Error("it does not take writes yet");
  });
}

function reconfigured(stored: Document, members: Document[]): Document {
  return { replSetReconfig: { ...stored, members, version: Number(stored["version"]) + 1 }, force: true };
}

async function askMongoVersion(url: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const build = await client.db("admin").command({ buildInfo: 1 });
    return typeof build["version"] === "string" ? build["version"] : undefined;
  });
}

async function withClient<T>(url: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: limitMs,
    connectTimeoutMS: limitMs,
    socketTimeoutMS: limitMs,
  });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
