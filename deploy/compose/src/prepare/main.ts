import { ensureTopology, openBus } from "@rollcall/messaging";
import { createLogger, loadConfig, mongodbUrl, natsUrl } from "@rollcall/runtime";
import { z } from "zod";
import { initiateReplicaSet } from "./replica-set.ts";

/** Runs before the services: they may neither make streams nor start a replica set. */
const withinMs = 60_000;

try {
  const config = loadConfig(z.object({ NATS_URL: natsUrl, MONGODB_URL: mongodbUrl }), process.env);
  const log = createLogger("prepare");
  await initiateReplicaSet(config.MONGODB_URL, withinMs);
  await using bus = await openBus({ url: config.NATS_URL, name: "prepare", log, startLimitMs: withinMs });
  await ensureTopology(bus);
  log.info("prepared");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
