import { setTimeout as delay } from "node:timers/promises";
import { CodedError } from "@rollcall/contracts";
import {
  ensureTopology,
  openBus,
  publish,
  requireEvidence,
  watchStreams,
  type Bus,
  type NatsAddress,
  type OutgoingMessage,
  type TopologyLimits,
} from "@rollcall/messaging";
import type { Logger } from "@rollcall/runtime";

/** A way to JetStream that may not be there yet. */
export type BusLink = AsyncDisposable & {
  /** Resolves when stored; fails with `bus_unavailable` or `stream_full` within `durableWithinMs`. */
  readonly publish: (message: OutgoingMessage) => Promise<{ readonly duplicate: boolean }>;
  readonly isConnected: () => boolean;
  /** Milliseconds since the epoch; `undefined` while NATS is there. */
  readonly downSince: () => number | undefined;
};

export type BusLinkOptions = NatsAddress & {
  /** Default: those of `ensureTopology`. */
  readonly limits?: Partial<TopologyLimits>;
  readonly log: Logger;
};

/** LiveKit is to get its answer within two seconds. */
const durableWithinMs = 1500;
const attemptMs = 5000;
const pauseMs = 1000;

/**
 * Connects in the background, for as long as it takes. So ingress can answer 503 with a `Retry-After`, which LiveKit
 * obeys, also when it starts while NATS is away; a refused connection LiveKit tries for 15 s only.
 */
export function linkToBus(options: BusLinkOptions): BusLink {
  const startedAt = Date.now();
  const stopped = new AbortController();
  const watching = new DisposableStack();
  let bus: Bus | undefined;
  const hold = async () => {
    bus = await connect(options, stopped.signal);
    if (bus !== undefined) watching.use(watchStreams(bus));
  };
  void hold();
  return {
    publish: async (message) => {
      if (bus === undefined) throw new CodedError("bus_unavailable");
      return publish(bus, message, { timeoutMs: durableWithinMs });
    },
    isConnected: () => bus?.isConnected() ?? false,
    downSince: () => (bus === undefined ? startedAt : bus.downSince()),
    async [Symbol.asyncDispose]() {
      stopped.abort();
      watching.dispose();
      await bus?.[Symbol.asyncDispose]();
    },
  };
}

async function connect(
  { limits, log, ...nats }: BusLinkOptions,
  stopped: AbortSignal,
): Promise<Bus | undefined> {
  while (!stopped.aborted) {
    await using opened = new AsyncDisposableStack();
    try {
      const bus = opened.use(await openBus({ ...nats, name: "ingress", log, startLimitMs: attemptMs }));
      await prepare(bus, limits);
      if (stopped.aborted) return undefined;
      opened.move();
      return bus;
    } catch (error) {
      log.error({ err: error }, "bus.not_connected");
    }
    await delay(pauseMs, undefined, { signal: stopped }).catch(() => {});
  }
  return undefined;
}

/** Other services may have made the streams by other settings than ours; that is no reason to refuse webhooks. */
async function prepare(bus: Bus, limits: Partial<TopologyLimits> | undefined): Promise<void> {
  try {
    await ensureTopology(bus, limits);
  } catch (error) {
    await requireEvidence(bus);
    bus.log.error({ err: error }, "topology.differs");
  }
}
