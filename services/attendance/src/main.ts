import { consumeDeadLetters, ensureTopology, natsTlsOf, openBus, streamLimitsOf } from "@rollcall/messaging";
import { healthRoutes, listen, runService } from "@rollcall/runtime";
import { openMongoStore } from "@rollcall/store";
import { shutdownTelemetry } from "@rollcall/telemetry";
import express from "express";
import { configSchema } from "./config.ts";
import { consumeEvidence } from "./consume-evidence.ts";
import { serveLetters } from "./dead-letters/serve-letters.ts";
import { watchUsage } from "./watch-usage.ts";

await runService("attendance", configSchema, async ({ config, log, app }) => {
  app.defer(shutdownTelemetry);
  const nats = { url: config.NATS_URL, tls: natsTlsOf(config) };
  const bus = app.use(await openBus({ ...nats, name: "attendance", log }));
  const limits = streamLimitsOf(config);
  await ensureTopology(bus, limits);
  const store = app.use(await openMongoStore({ url: config.MONGODB_URL, log, createIndexes: true }));
  const health = healthRoutes({
    nats: () => bus.isConnected(),
    mongodb: () => store.ping().then(() => true),
  });
  const port = config.ATTENDANCE_PORT;
  app.use(await listen(express().disable("x-powered-by").use(health), { port, setting: "ATTENDANCE_PORT" }));
  app.use(watchUsage(store));
  app.use(await consumeDeadLetters(bus, { limits }));
  app.use(await consumeEvidence({ bus, store, log, limits }));
  app.use(await serveLetters(bus, store));
});
