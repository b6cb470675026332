import { freePorts } from "./free-ports.ts";
import { addressOf, mongodRecipe, replicaSet, withClient } from "./mongod.ts";
import { startGroup, type ServerGroup } from "./server-group.ts";
import { startServer } from "./start-server.ts";
import { untilReady } from "./until-ready.ts";

const size = 3;
const readyLimitMs = 60_000;

export type ReplicaSetOptions = {
  /** The third member only votes and holds no data. Default: all three hold data. */
  readonly hasArbiter?: boolean;
};

/**
 * Runs three mongods as one replica set on this machine and resolves when one of them takes writes and the two others
 * follow it. Members are named `127.0.0.1:<port>`, as MongoDB's `hello` names the primary.
 */
export async function startMongoReplicaSet({
  hasArbiter = false,
}: ReplicaSetOptions = {}): Promise<ServerGroup> {
  const ports = await freePorts(size);
  const hosts = ports.map((port) => `127.0.0.1:${port}`);
  const recipe = mongodRecipe(undefined, answers);
  const group = await startGroup(
    new Map(ports.map((port) => [`127.0.0.1:${port}`, () => startServer(recipe, { port })])),
  );
  try {
    await initiate(hosts, hasArbiter);
    await untilReady(() => allFollow(hosts), readyLimitMs);
  } catch (error) {
    await group[Symbol.asyncDispose]();
    throw error;
  }
  return { ...group, url: addressOf(hosts) };
}

const alone = (host: string) => `mongodb://${host}/?directConnection=true`;
const hello = (url: string) => withClient(url, (client) => client.db("admin").command({ hello: 1 }));

const answers = async (_host: string, url: string): Promise<void> => void (await hello(url));

async function initiate(hosts: readonly string[], hasArbiter: boolean): Promise<void> {
  const isArbiter = (place: number) => hasArbiter && place === size - 1;
  const members = hosts.map((host, _id) => ({ _id, host, arbiterOnly: isArbiter(_id) }));
  await withClient(alone(hosts[0] ?? ""), (client) =>
    client.db("admin").command({ replSetInitiate: { _id: replicaSet, members } }),
  );
}

async function allFollow(hosts: readonly string[]): Promise<void> {
  const said = await Promise.all(hosts.map((host) => hello(alone(host))));
  const primaries = said.filter((one) => one["isWritablePrimary"] === true).length;
  const followers = said.filter((one) => one["secondary"] === true || one["arbiterOnly"] === true).length;
  if (primaries !== 1 || followers !== hosts.length - 1)
    throw new Error("the replica set has not formed yet");
}
