import { setTimeout as delay } from "node:timers/promises";
import { millis } from "@nats-io/transport-node";
import { CodedError, type Verdict } from "@rollcall/contracts";
import { within } from "@rollcall/runtime";
import { ackWaitMs, defaultBackoff, type Backoff } from "./backoff.ts";
import type { Bus } from "./bus.ts";
import { toDeadLetter } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import type { HandleBatch } from "./outcome.ts";
import { Puller } from "./puller.ts";
import { createRestore } from "./restore.ts";
import type { TopologyLimits } from "./topology.ts";
import { observePending } from "./watch-streams.ts";
import type { Working } from "./work.ts";
import { workInBatches, workOneByOne, type Loop } from "./work-loops.ts";

export type ConsumeOptions = {
  readonly stream: string;
  readonly durable: string;
  /** What streams are made again with that somebody deletes; default: the default limits. */
  readonly limits?: Partial<TopologyLimits> | undefined;
  /** Shorter waits for tests. */
  readonly backoff?: Backoff;
  /** How long a stop waits for what is under way; default 8 s. */
  readonly stopWithinMs?: number;
};

export type BatchOptions = ConsumeOptions & {
  /** The most messages of one batch; a batch never waits to fill, and the first ones are small. Default 2,000. */
  readonly maxMessages?: number;
};

export type EachOptions = ConsumeOptions & {
  /** How many messages are handled at once by this instance; at first fewer. Default 16. */
  readonly concurrency?: number;
};

const flushWithinMs = 1_000;

/** A running consumer. Disposing it takes nothing new, finishes or hands back what is under way, and sends the acks. */
export type Consumer = AsyncDisposable;

/**
 * Handles the messages of a durable consumer in batches: what is there, up to `maxMessages`.
 *
 * - `done` acks.
 * - `retry`, or a thrown `CodedError` about a neighbour: tried again with growing pauses for as long as it takes.
 *   Never a dead letter.
 * - `reject`, or anything else thrown: tried again after 60, 120 and 300 s, then a dead letter with its reason;
 *   everything else flows past it.
 *
 * Every message comes at least once, also twice, also late; order is not kept. A consumer or stream that somebody
 * deletes meanwhile is made again, and everything that the stream still holds comes again. Throws `bus_unavailable` when the
 * consumer does not exist.
 */
export function consumeBatches(bus: Bus, options: BatchOptions, handle: HandleBatch): Promise<Consumer> {
  const max = options.maxMessages ?? 2000;
  return start(bus, options, handle, (working, puller) => workInBatches(working, puller, max));
}

/** Like `consumeBatches`, one message at a time, several of them at once. */
export function consumeEach(
  bus: Bus,
  options: EachOptions,
  handle: (delivery: Delivery) => Promise<Verdict>,
): Promise<Consumer> {
  const concurrency = options.concurrency ?? 16;
  const handleOne: HandleBatch = async (batch) => await Promise.all(batch.map(handle));
  return start(bus, options, handleOne, (working, puller) => workOneByOne(working, puller, concurrency));
}

async function start(bus: Bus, options: ConsumeOptions, handle: HandleBatch, loop: Loop): Promise<Consumer> {
  const { stream, durable, backoff = defaultBackoff, stopWithinMs = 8000 } = options;
  const keepAliveMs = (await ackWaitOf(bus, stream, durable)) / 3;
  const stop = new AbortController();
  const restore = createRestore(bus, { stream, durable }, options.limits);
  const working: Working = {
    ...{ stream, durable, backoff, handle, log: bus.log },
    ...{ failures: new Map(), inHand: new Map(), stopping: stop.signal },
    flush: () => flush(bus),
    keepDead: (letter) => toDeadLetter(bus, letter),
    wait: (ms) => delay(ms, undefined, { signal: stop.signal }).catch(() => {}),
  };
  const puller = new Puller(bus, stream, durable);
  const keepAlive = setInterval(() => {
    puller.keepAlive();
    for (const receipt of working.inHand.values()) receipt.working();
  }, keepAliveMs);
  const pending = observePending(bus, stream, durable);
  const running = loop(working, {
    async take(max) {
      const receipts = await puller.take(max);
      if (puller.isUnanswered) await restore();
      return receipts;
    },
  });
  return {
    [Symbol.asyncDispose]: async () => {
      if (stop.signal.aborted) return;
      stop.abort();
      for (const receipt of puller.stop()) receipt.nak(0);
      const finished = await within(
        running.then(() => true),
        stopWithinMs,
        false,
      );
      clearInterval(keepAlive);
      pending[Symbol.dispose]();
      if (!finished) bus.log.warn({ consumer: durable, stopWithinMs }, "consumer.stop_timeout");
      // The acks must leave before the connection goes.
      await flush(bus);
    },
  };
}

async function flush(bus: Bus): Promise<void> {
  if (!bus.isConnected()) return;
  const flushed = bus.nc.flush().catch(() => {});
  await within(flushed, flushWithinMs, undefined);
}

/** What the consumer has, in milliseconds: it may have been made with another setting than ours. */
async function ackWaitOf({ jsm }: Bus, stream: string, durable: string): Promise<number> {
  try {
    const { config } = await jsm.consumers.info(stream, durable);
    return config.ack_wait === undefined ? ackWaitMs : millis(config.ack_wait);
  } catch (error) {
    const message = `The consumer ${durable} of the stream ${stream} cannot be used`;
    throw new CodedError("bus_unavailable", message, { cause: error });
  }
}
