import {
  ensureTopology,
  natsSettings,
  natsTlsOf,
  openBus,
  streamLimitsOf,
  streamSettings,
} from "@rollcall/messaging";
import { createLogger, loadConfig, mongodbUrl } from "@rollcall/runtime";
import { z } from "zod";
import { initiateReplicaSet } from "./replica-set.ts";

/** Runs before the services: they may neither make streams nor start a replica set. */
const withinMs = 60_000;
const settings = z.object({ ...natsSettings, ...streamSettings, MONGODB_URL: mongodbUrl });

try {
  const config = loadConfig(settings, process.env);
  const log = createLogger("prepare");
  await initiateReplicaSet(config.MONGODB_URL, withinMs);
  const nats = { url: config.NATS_URL, tls: natsTlsOf(config) };
  await using bus = await openBus({ ...nats, name: "prepare", log, startLimitMs: withinMs });
  await ensureTopology(bus, streamLimitsOf(config));
  log.info("prepared");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
