import type { TestProject } from "vitest/node";
import type { TestAddresses } from "./addresses.ts";
import { startMongo } from "../src/mongo.ts";
import { startNats } from "../src/nats.ts";
import { tellProgress } from "./tell-progress.ts";

/**
 * One nats-server and one mongod for all integration tests, on free ports, gone afterwards. `TEST_NATS_URL` and
 * `TEST_MONGODB_URL` name running ones instead; other names than the product's, so that no test ever reaches a
 * database that somebody uses.
 */
export default async function startTestServers(project: TestProject): Promise<() => Promise<void>> {
  const servers = new AsyncDisposableStack();
  const nats = await startNats({ url: process.env["TEST_NATS_URL"], onProgress: tellProgress });
  servers.use(nats);
  const mongo = await startMongo({ url: process.env["TEST_MONGODB_URL"], onProgress: tellProgress });
  servers.use(mongo);
  const addresses: TestAddresses = { natsUrl: nats.url, mongodbUrl: mongo.url };
  project.provide("natsUrl", addresses.natsUrl);
  project.provide("mongodbUrl", addresses.mongodbUrl);
  return () => servers.disposeAsync();
}
