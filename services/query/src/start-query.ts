import { buildPage } from "@rollcall/dashboard";
import { defaultPolicy } from "@rollcall/domain";
import { apiKeysOf, createClock, createTokenReader, type Clock } from "@rollcall/livekit";
import { natsTlsOf, openBus } from "@rollcall/messaging";
import { readLatestMeeting } from "@rollcall/reading";
import { healthRoutes, httpTlsOf, listen, type ServiceContext } from "@rollcall/runtime";
import { openMongoStore } from "@rollcall/store";
import { failureName, shutdownTelemetry } from "@rollcall/telemetry";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { askLetters } from "./dead-letters/ask-letters.ts";
import { noticesOverNats } from "./live/notices-over-nats.ts";
import { RoomWatches } from "./live/room-watches.ts";
import { Streams } from "./live/streams.ts";
import { livekitNow } from "./livekit-now.ts";
import { askVerifier } from "./look/ask-verifier.ts";
import { createRoomCheck } from "./look/room-check.ts";
import { serveReports } from "./serve-reports.ts";

/**
 * Starts query and tells its port. What it opens is disposed with `app`, the newest first: streams end before the
 * server closes.
 */
export async function startQuery({ config, log, app }: ServiceContext<Config>): Promise<{ port: number }> {
  app.defer(shutdownTelemetry);
  const nats = { url: config.NATS_URL, tls: natsTlsOf(config) };
  const bus = app.use(await openBus({ ...nats, name: "query", log }));
  const store = app.use(await openMongoStore({ url: config.MONGODB_URL, log }));
  const now = livekitNow(startClock(config, app));
  const reading = { store, now, policy: { ...defaultPolicy, intervalMs: config.VERIFY_INTERVAL_MS } };
  const check = createRoomCheck(
    askVerifier(bus),
    () => performance.now(),
    (error) => log.warn({ code: failureName(error) }, "check.missing"),
  );
  const reports = { ...reading, check };
  const watches = new RoomWatches({
    read: (room) => readLatestMeeting(reading, room),
    notices: noticesOverNats(bus),
    onBug: (error) => log.error({ err: error }, "watch.failed"),
  });
  const streams = new Streams();
  const health = healthRoutes({ mongodb: () => store.ping().then(() => true) });
  const readToken = createTokenReader({ keys: apiKeysOf(config) });
  const page = await buildPage();
  const letters = askLetters(bus);
  const routes = createApp({ ...reports, readToken, letters, watches, streams, page, health, log });
  app.use(await serveReports(bus, reports));
  const port = config.QUERY_PORT;
  const tls = httpTlsOf(config);
  const listening = app.use(await listen(routes, { port, setting: "QUERY_PORT", tls, log }));
  app.use(watches);
  app.use(streams);
  return { port: listening.port };
}

/** LiveKit may be away when we start; until it tells the time, ours counts. */
function startClock({ LIVEKIT_URL: url }: Config, app: AsyncDisposableStack): Clock | null {
  if (url === undefined) return null;
  const clock = app.use(createClock({ url }));
  clock.start();
  return clock;
}
