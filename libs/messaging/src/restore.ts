import { JetStreamApiError } from "@nats-io/jetstream";
import type { Bus } from "./bus.ts";
import { ensureTopology, notFound } from "./ensure-topology.ts";
import type { TopologyLimits } from "./topology.ts";

/** An operator's permissions may forbid us to make anything: then this is how often the log says so. */
const pauseMs = 5_000;

/**
 * Gives a function that looks whether a consumer is still there, and makes all streams and consumers again when it is
 * not. Never fails: what cannot be done now is logged, and tried again at a later call.
 */
export function createRestore(
  bus: Bus,
  { stream, durable }: { readonly stream: string; readonly durable: string },
  limits: Partial<TopologyLimits> | undefined,
): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    if (performance.now() < nextAt || !(await isMissing(bus, stream, durable))) return;
    bus.log.error({ stream, consumer: durable }, "consumer.missing");
    try {
      await ensureTopology(bus, limits);
      bus.log.warn({ stream, consumer: durable }, "consumer.restored");
    } catch (error) {
      nextAt = performance.now() + pauseMs;
      bus.log.error({ err: error }, "consumer.not_restored");
    }
  };
}

/** Only when JetStream says so: one that is starting says nothing, or something else. */
async function isMissing({ jsm }: Bus, stream: string, durable: string): Promise<boolean> {
  try {
    await jsm.consumers.info(stream, durable);
    return false;
  } catch (error) {
    return error instanceof JetStreamApiError && notFound.has(error.code);
  }
}
