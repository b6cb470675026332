import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consumers } from "@rollcall/contracts";
import { startFakeLiveKit, type FakeLiveKit } from "@rollcall/livekit/testing";
import { startServices } from "@rollcall/local";
import { openBus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { freePort, startMongo, startNats, type Server } from "@rollcall/servers";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expectWhole } from "./world/expect-whole.ts";
import { startWebhookTraffic, type WebhookTraffic } from "./world/webhook-traffic.ts";

const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };
const log = createLogger("test", { level: "silent" });
const minute = { withinMs: 60_000, everyMs: 200 };

const opened = new AsyncDisposableStack();
let folder: string;
let livekit: FakeLiveKit;
const place = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-backup-"));
  opened.defer(() => rm(folder, { recursive: true }));
  livekit = opened.use(await startFakeLiveKit(keys));
});
afterAll(() => opened.disposeAsync());

type Servers = Readonly<Record<"nats" | "mongo", Server>>;

const servicesOn = ({ nats, mongo }: Servers) =>
  startServices({ natsUrl: nats.url, mongodbUrl: mongo.url, livekitUrl: livekit.url, ...keys });

const untilFinished = (traffic: WebhookTraffic, more: number) => {
  const before = traffic.finished.length;
  return eventually(() => expect(traffic.finished.length).toBeGreaterThan(before + more), minute);
};

it("MongoDB's folder, copied while it is stopped for a moment, and the stream give everything back", async () => {
  await using nats = await startNats({ dataDir: place("nats") });
  const port = await freePort();
  await using mongo = await startMongo({ dataDir: place("mongo"), port });
  await using services = await servicesOn({ nats, mongo });
  await using traffic = startWebhookTraffic(services.ingressUrl, keys, "saved");
  await untilFinished(traffic, 20);
  await mongo.kill("SIGTERM");
  await cp(place("mongo"), place("mongo-backup"), { recursive: true });
  await mongo.restart();
  await untilFinished(traffic, 20);
  await traffic.stop();
  await expectWhole({ nats, mongo }, traffic);

  await services.service("attendance").kill("SIGTERM");
  await mongo[Symbol.asyncDispose]();
  await using restored = await startMongo({ dataDir: place("mongo-backup"), port });
  {
    await using bus = await openBus({ url: nats.url, name: "test", log });
    await bus.jsm.consumers.delete(consumers.attendance.stream, consumers.attendance.durable);
  }
  await services.service("attendance").restart();
  await expectWhole({ nats, mongo: restored }, traffic);
});

it("both folders, copied while all is stopped, go on elsewhere as they were", async () => {
  let traffic: WebhookTraffic;
  {
    await using nats = await startNats({ dataDir: place("nats-2") });
    await using mongo = await startMongo({ dataDir: place("mongo-2") });
    await using services = await servicesOn({ nats, mongo });
    traffic = startWebhookTraffic(services.ingressUrl, keys, "moved");
    await untilFinished(traffic, 20);
    // What attendance has not taken yet is in the stream alone.
    await services.service("attendance").kill("SIGTERM");
    await untilFinished(traffic, 20);
    await traffic.stop();
  }
  await cp(place("nats-2"), place("nats-elsewhere"), { recursive: true });
  await cp(place("mongo-2"), place("mongo-elsewhere"), { recursive: true });
  await using nats = await startNats({ dataDir: place("nats-elsewhere") });
  await using mongo = await startMongo({ dataDir: place("mongo-elsewhere") });
  await using services = await servicesOn({ nats, mongo });
  await expectWhole({ nats, mongo }, traffic);
  await using after = startWebhookTraffic(services.ingressUrl, keys, "after the move");
  await untilFinished(after, 5);
});
