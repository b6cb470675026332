import { initiateReplicaSet } from "@rollcall/compose";
import { streams } from "@rollcall/contracts";
import { startFakeLiveKit } from "@rollcall/livekit/testing";
import { startServices, type Services } from "@rollcall/local";
import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startMongoReplicaSet, startNatsCluster, type ServerGroup } from "@rollcall/servers";
import { inspectMongo, openMongoStore, type Store } from "@rollcall/store";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expectWhole } from "./world/expect-whole.ts";
import { followRecord } from "./world/follow-record.ts";
import { startWebhookTraffic, type WebhookTraffic } from "./world/webhook-traffic.ts";

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };
const log = createLogger("test", { level: "silent" });
const minute = { withinMs: 60_000, everyMs: 100 };

const opened = new AsyncDisposableStack();
let nats: ServerGroup;
let mongo: ServerGroup;
let services: Services;
let bus: Bus;
let store: Store;
let traffic: WebhookTraffic;

beforeAll(async () => {
  [nats, mongo] = await Promise.all([startNatsCluster(), startMongoReplicaSet()]);
  opened.use(nats);
  opened.use(mongo);
  const livekit = opened.use(await startFakeLiveKit(keys));
  const addresses = { natsUrl: nats.url, mongodbUrl: mongo.url, livekitUrl: livekit.url };
  services = opened.use(await startServices({ ...addresses, ...keys, env: { NATS_REPLICAS: "3" } }));
  bus = opened.use(await openBus({ url: nats.url, name: "test", log }));
  store = opened.use(await openMongoStore({ url: mongo.url, log }));
  traffic = opened.use(startWebhookTraffic(services.ingressUrl, keys, "clustered"));
}, 240_000);
afterAll(() => opened.disposeAsync());

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** Lets the traffic go on through the killing of one member, and says what it cost. */
async function kill(group: ServerGroup, name: string, what: string): Promise<void> {
  const member = group.members.get(name);
  if (member === undefined) throw new Error(`${name} is no member`);
  await using record = followRecord(store, traffic);
  await eventually(() => expect(record.seen()).toBeGreaterThan(20), minute);
  traffic.longestWait();
  record.longestWait();
  await member.kill();
  const before = record.seen();
  await eventually(() => expect(record.seen()).toBeGreaterThan(before + 20), minute);
  process.stdout.write(
    `${what} killed: a webhook waited for its 200 for at most ${seconds(traffic.longestWait())}, the record for a webhook with its 200 at most ${seconds(record.longestWait())}\n`,
  );
  await member.restart();
}

const evidence = async () => await bus.jsm.streams.info(streams.evidence);

it("is prepared for as it stands: a set of several is made by whoever runs it", async () => {
  await expect(initiateReplicaSet(mongo.url, 10_000)).resolves.toBeUndefined();
});

it("goes on when the NATS server that leads the evidence is killed", async () => {
  const { config, cluster } = await evidence();
  expect(config.num_replicas).toBe(3);
  await kill(nats, cluster?.leader ?? "", "NATS' leader");
  await eventually(async () => {
    const { cluster: now } = await evidence();
    expect(now?.replicas?.map(({ current }) => current)).toEqual([true, true]);
  }, minute);
});

it("goes on when the primary of MongoDB is killed", async () => {
  const { members, primary } = await inspectMongo({ url: mongo.url });
  expect(members).toBe(3);
  await kill(mongo, primary ?? "", "MongoDB's primary");
});

it("nothing that was acknowledged is lost, and the archive gives the record to the last byte", async () => {
  await traffic.stop();
  await expectWhole({ nats, mongo }, traffic);
});
