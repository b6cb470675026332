import type { Document } from "mongodb";
import { mongodRecipe, replicaSet, withClient, type MongoOptions } from "./mongod.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./start-server.ts";

/**
 * Runs a mongod as a replica set of one member (majority writes need a set) and resolves when it takes writes;
 * `url` is `mongodb://127.0.0.1:<port>/?replicaSet=rollcall`.
 */
export function startMongo(options: MongoOptions = {}): Promise<Server> {
  return startServer(mongodRecipe(options.tls, becomePrimary), options);
}

/** Runs a mongod in no replica set, which Rollcall must not be run on: to see that it is told so. */
export function startLoneMongo(options: ServerOptions = {}): Promise<Server> {
  const { prepare, ...recipe } = mongodRecipe(undefined, answers);
  const prepareLone = async (dataDir: string, port: number) => {
    const { url, args, ...prepared } = await prepare(dataDir, port);
    const alone = args.filter((word) => word !== "--replSet" && word !== replicaSet);
    return { ...prepared, url: url.replace(/\?.*/, ""), args: alone };
  };
  return startServer({ ...recipe, prepare: prepareLone }, options);
}

const answers = (_host: string, url: string): Promise<void> =>
  withClient(url, async (client) => void (await client.db("admin").command({ ping: 1 })));

/** Throws until the member takes writes; makes it the only member of its set when it is not. */
async function becomePrimary(host: string, url: string): Promise<void> {
  await withClient(url, async (client) => {
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
