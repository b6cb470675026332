import { apiKeysOf, createWebhookTokenReader } from "@rollcall/livekit";
import { natsTlsOf, streamLimitsOf } from "@rollcall/messaging";
import { healthRoutes, httpTlsOf, listen, runService } from "@rollcall/runtime";
import { observe, shutdownTelemetry } from "@rollcall/telemetry";
import express from "express";
import { createIngressApp } from "./app.ts";
import { linkToBus } from "./bus-link.ts";
import { configSchema } from "./config.ts";

const limits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  // LiveKit keeps idle connections for 90 s: the one who closes first must not be us.
  keepAliveTimeoutMs: 100_000,
  stopWithinMs: 2000,
  // After a stall of ours, such as a machine that slept, even a webhook that has come counts as late.
  cutsBrokenRequests: true,
};

await runService("ingress", configSchema, async ({ config, log, app }) => {
  app.defer(shutdownTelemetry);
  const nats = { url: config.NATS_URL, tls: natsTlsOf(config) };
  const bus = app.use(linkToBus({ ...nats, limits: streamLimitsOf(config), log }));
  app.use(observe("outage", () => (Date.now() - (bus.downSince() ?? Date.now())) / 1000));
  const ingress = createIngressApp({
    readToken: createWebhookTokenReader({ keys: apiKeysOf(config) }),
    publish: bus.publish,
    bodyLimitBytes: config.WEBHOOK_LIMIT_BYTES,
    downSince: bus.downSince,
    log,
  });
  const routes = express()
    .disable("x-powered-by")
    .use(healthRoutes({ nats: bus.isConnected }), ingress);
  const port = config.INGRESS_PORT;
  const tls = httpTlsOf(config);
  app.use(await listen(routes, { port, setting: "INGRESS_PORT", tls, log, ...limits }));
});
