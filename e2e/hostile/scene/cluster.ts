import { startLiveKit, startRedis, type Server } from "@rollcall/servers";
import { join, type LiveKitAccess, type Participant } from "@rollcall/testkit";
import { openInlet, openInstallation, type Inlet, type Installation } from "./installation.ts";

/**
 * One LiveKit of several nodes on one Redis. Two of them answer API calls: one lists participants as its media nodes
 * do, the other as the store does, and each has a Rollcall that looks at it. The others are there to come to grief.
 */
export interface Cluster extends AsyncDisposable {
  readonly nodes: Readonly<Record<NodeName, Server>>;
  readonly installations: readonly Installation[];
  /** Webhooks as they pass to the first installation. */
  readonly webhooks: Inlet["proxy"];
  accessTo(node: NodeName): LiveKitAccess;
  /** Joins through a node; a room that nobody is in yet begins on it. */
  join(node: NodeName, room: string, identity: string): Promise<Participant>;
}

const nodeNames = ["psrpc", "store", "napping", "sleeping", "dying"] as const;
export type NodeName = (typeof nodeNames)[number];

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };

export async function openCluster(): Promise<Cluster> {
  await using opening = new AsyncDisposableStack();
  const redis = opening.use(await startRedis({ url: process.env["TEST_REDIS_URL"] }));
  const inlets = [opening.use(await openInlet()), opening.use(await openInlet())] as const;
  const start = (region: NodeName) =>
    startLiveKit({
      ...keys,
      cluster: { redisUrl: redis.url, region },
      lists: region === "store" ? "store" : "psrpc",
      departureTimeoutSeconds: 2,
      webhookUrls: inlets.map(({ webhookUrl }) => webhookUrl),
    });
  const started = await Promise.all(nodeNames.map(async (name) => [name, opening.use(await start(name))]));
  const nodes = Object.fromEntries(started) as Record<NodeName, Server>;
  const accessTo = (node: NodeName): LiveKitAccess => ({ url: nodes[node].url, ...keys });
  const installations = await Promise.all([
    openInstallation("lists from media nodes", accessTo("psrpc"), inlets[0]),
    openInstallation("lists from the store", accessTo("store"), inlets[1]),
  ]);
  for (const one of installations) opening.use(one);
  const opened = opening.move();
  return {
    ...{ nodes, installations, accessTo },
    webhooks: inlets[0].proxy,
    join: (node, room, identity) => join(accessTo(node), room, identity),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
