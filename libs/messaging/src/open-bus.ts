import { setTimeout as delay } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import {
  AuthorizationError,
  connect,
  type ConnectionOptions,
  type NatsConnection,
} from "@nats-io/transport-node";
import { CodedError } from "@rollcall/contracts";
import { within, withoutCredentials, type Logger } from "@rollcall/runtime";
import { createBusState, type Bus } from "./bus.ts";
import { credentialsIn } from "./credentials-in.ts";
import { tlsFor, type NatsAddress } from "./nats-settings.ts";
import { watchStatus } from "./watch-status.ts";

export type BusOptions = NatsAddress & {
  /** The service's name: shown by NATS, and part of the inbox that its permissions name. */
  readonly name: string;
  readonly log: Logger;
  /** How long the first connection may take; default 20 s. */
  readonly startLimitMs?: number;
};

const drainLimitMs = 3000;

/**
 * Connects to NATS. Once connected it reconnects for ever and notices a half-open connection within a minute.
 * Throws `bus_unavailable` when NATS cannot be reached within `startLimitMs`. Disposing it sends what waits.
 */
export async function openBus(options: BusOptions): Promise<Bus> {
  const { name, log } = options;
  const nc = await firstConnection(options);
  const js = jetstream(nc);
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const state = createBusState();
  watchStatus(nc, state, log);
  log.info({ server: nc.getServer(), version: nc.info?.version }, "bus.connected");
  return {
    name,
    nc,
    js,
    jsm,
    log,
    state,
    isConnected: () => state.downSince === undefined && !nc.isClosed(),
    downSince: () => state.downSince,
    [Symbol.asyncDispose]: async () => {
      state.closing = true;
      if (nc.isClosed()) return;
      // Draining waits for the server: without one there is nothing to wait for.
      if (state.downSince === undefined)
        await within(
          nc.drain().catch(() => {}),
          drainLimitMs,
          undefined,
        );
      await nc.close();
    },
  };
}

async function firstConnection(options: BusOptions): Promise<NatsConnection> {
  const limitMs = options.startLimitMs ?? 20_000;
  const deadline = performance.now() + limitMs;
  for (;;) {
    const leftMs = deadline - performance.now();
    try {
      return await connect(connectionOptions(options, Math.max(100, Math.min(5000, leftMs))));
    } catch (error) {
      if (error instanceof AuthorizationError) {
        throw new CodedError(
          "bus_unavailable",
          `NATS at ${withoutCredentials(options.url)} refuses our credentials`,
          {
            cause: error,
          },
        );
      }
      if (deadline - performance.now() < 250) {
        const reason = error instanceof Error ? `: ${error.message}` : "";
        const message = `NATS at ${withoutCredentials(options.url)} could not be reached within ${limitMs / 1000} s${reason}`;
        throw new CodedError("bus_unavailable", message, { cause: error });
      }
      await delay(250);
    }
  }
}

function connectionOptions(options: BusOptions, timeout: number): ConnectionOptions {
  const { url, name } = options;
  return {
    ...credentialsIn(url),
    ...tlsFor(options),
    name,
    inboxPrefix: `_INBOX_${name}`,
    timeout,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    // Two refusals in a row may be a server that is still loading its accounts.
    ignoreAuthErrorAbort: true,
    // The default of two minutes would leave a half-open connection unnoticed for four.
    pingInterval: 20_000,
    maxPingOut: 2,
    noAsyncTraces: true,
  };
}
