import { hostname } from "node:os";
import { consumers } from "@rollcall/contracts";
import { createClock, openRoomService, type RoomServiceOptions } from "@rollcall/livekit";
import {
  consumeEach,
  ensureTopology,
  natsTlsOf,
  openBus,
  publish,
  scheduleAt,
  streamLimitsOf,
  type OneTimeSchedule,
  type OutgoingMessage,
} from "@rollcall/messaging";
import { healthRoutes, listen, type ServiceContext } from "@rollcall/runtime";
import { openMongoStore } from "@rollcall/store";
import { shutdownTelemetry } from "@rollcall/telemetry";
import express from "express";
import { answerChecks } from "./answer-checks.ts";
import { askLiveKit } from "./ask-livekit.ts";
import { ClockWatch } from "./clock-watch.ts";
import type { Config } from "./config.ts";
import { defaultPolicy } from "@rollcall/domain";
import { handleWork } from "./handle-work.ts";
import { keepSweeping } from "./keep-sweeping.ts";
import { OpenStaysGauge } from "./open-stays-gauge.ts";
import { thisMachine } from "./machine.ts";
import { NatsClock } from "./nats-clock.ts";
import { publishFindings } from "./publish-findings.ts";
import { wireLooks } from "./wire-looks.ts";

/** Looks under way at once. Many, because those that wait for silent media nodes must not keep the others out. */
const looksAtOnce = 1_000;

/** Leaves time for the rest of the stop; what is cut off comes again to another instance. */
const stopWithinMs = 4_000;

/** How long LiveKit's API may take, where it is not the real one. */
export type LiveKitTuning = Pick<RoomServiceOptions, "timeoutMs" | "silentAfterMs">;

/** Starts the verifier; what it opens is disposed with `app`, the newest first. */
export async function startVerifier(
  { config, log, app }: ServiceContext<Config>,
  tuning: LiveKitTuning = {},
): Promise<void> {
  app.defer(shutdownTelemetry);
  const nats = { url: config.NATS_URL, tls: natsTlsOf(config) };
  const bus = app.use(await openBus({ ...nats, name: "verifier", log }));
  const limits = streamLimitsOf(config);
  await ensureTopology(bus, limits);
  const store = app.use(await openMongoStore({ url: config.MONGODB_URL, log }));
  const access = {
    url: config.LIVEKIT_URL,
    apiKey: config.LIVEKIT_API_KEY,
    apiSecret: config.LIVEKIT_API_SECRET,
  };
  const clock = app.use(createClock({ url: access.url }));
  // Looks that are dated before LiveKit's clock is known have wide bounds.
  await clock.measure();
  clock.start();
  const intervalMs = config.VERIFY_INTERVAL_MS;
  const natsClock = new NatsClock();
  const outbox = {
    publish: (message: OutgoingMessage) => publish(bus, message),
    scheduleAt: (schedule: OneTimeSchedule) => scheduleAt(bus, schedule),
  };
  const { looks, lookWhenDue, sweep, listingMode } = wireLooks(
    {
      livekit: askLiveKit(openRoomService({ ...access, ...tuning })),
      clock,
      store,
      findings: publishFindings(outbox, intervalMs, (ours) => natsClock.toNats(ours)),
      log,
      machine: thisMachine,
    },
    { intervalMs, instance: `${hostname()}-${config.VERIFIER_PORT}` },
  );
  // Takes LiveKit three seconds, which the first look need not wait for.
  void listingMode.current();
  app.use(await keepSweeping(bus, intervalMs));
  const { stream, durable } = consumers.verifier;
  const gauge = app.use(new OpenStaysGauge());
  const clockWatch = app.use(new ClockWatch(clock, log));
  const policy = { ...defaultPolicy, intervalMs };
  const sweepAndCount = async (sweepId: string) => {
    clockWatch.compare();
    await sweep(sweepId);
    await gauge.update((seenBefore) => store.openStayCounts(seenBefore), Date.now(), policy);
  };
  const noteTick = (storedAt: number) => natsClock.note(storedAt, Date.now());
  const work = { noteTick, sweep: sweepAndCount, look: lookWhenDue };
  const options = { stream, durable, concurrency: looksAtOnce, stopWithinMs, limits };
  app.use(await consumeEach(bus, options, (delivery) => handleWork(delivery, work)));
  app.use(await answerChecks(bus, looks));
  const routes = express()
    .disable("x-powered-by")
    .use(healthRoutes({ nats: () => bus.isConnected() }));
  app.use(await listen(routes, { port: config.VERIFIER_PORT, setting: "VERIFIER_PORT" }));
}
