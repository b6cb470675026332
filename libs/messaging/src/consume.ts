import { millis } from "@nats-io/transport-node";
import { CodedError, type Verdict } from "@rollcall/contracts";
import { within } from "@rollcall/runtime";
import { observe } from "@rollcall/telemetry";
import { ackWaitMs, defaultBackoff, type Backoff } from "./backoff.ts";
import type { Bus } from "./bus.ts";
import type { Delivery, Receipt } from "./delivery.ts";
import type { HandleBatch } from "./outcome.ts";
import { Puller } from "./puller.ts";
import { createRestore } from "./restore.ts";
import { createSlowStart } from "./slow-start.ts";
import { separate, work, type Working } from "./work.ts";

export type ConsumeOptions = {
  readonly stream: string;
  readonly durable: string;
  /** Shorter waits for tests. */
  readonly backoff?: Backoff;
  /** Called when the consumer had been deleted and was made again; for what else its stream held. */
  readonly onRestored?: () => Promise<void>;
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
  return start(bus, options, handle, async (working, puller) => {
    const slowStart = createSlowStart(max);
    while (!working.stopping.aborted) {
      const receipts = await take(working, puller, slowStart.most());
      for (const group of separate(receipts)) await work(working, group);
      if (receipts.length > 0) slowStart.wentWell();
    }
  });
}

/** Like `consumeBatches`, one message at a time, several of them at once. */
export function consumeEach(
  bus: Bus,
  options: EachOptions,
  handle: (delivery: Delivery) => Promise<Verdict>,
): Promise<Consumer> {
  const concurrency = options.concurrency ?? 16;
  const handleOne: HandleBatch = async (batch) => await Promise.all(batch.map(handle));
  return start(bus, options, handleOne, async (working, puller) => {
    const slowStart = createSlowStart(concurrency);
    const running = new Set<Promise<void>>();
    const begin = (receipt: Receipt) => {
      const task = work(working, [receipt])
        .then(slowStart.wentWell)
        .finally(() => running.delete(task));
      running.add(task);
    };
    while (!working.stopping.aborted) {
      while (running.size >= slowStart.most()) await Promise.race(running);
      for (const receipt of await take(working, puller, slowStart.most() - running.size)) begin(receipt);
    }
    await Promise.all(running);
  });
}

type Loop = (working: Working, puller: Puller) => Promise<void>;

async function take(working: Working, puller: Puller, max: number): Promise<Receipt[]> {
  const { inHand, restore } = working;
  const receipts = await puller.take(max);
  if (puller.isUnanswered) await restore();
  for (const receipt of receipts) inHand.set(receipt.delivery.sequence, receipt);
  return receipts;
}

async function start(bus: Bus, options: ConsumeOptions, handle: HandleBatch, loop: Loop): Promise<Consumer> {
  const { stream, durable, backoff = defaultBackoff, stopWithinMs = 8000 } = options;
  const keepAliveMs = (await ackWaitOf(bus, stream, durable)) / 3;
  const stop = new AbortController();
  const restore = createRestore(bus, { stream, durable }, options.onRestored);
  const own = { failures: new Map(), inHand: new Map<number, Receipt>(), stopping: stop.signal, restore };
  const working: Working = { bus, stream, durable, backoff, handle, ...own };
  const puller = new Puller(bus, stream, durable);
  const keepAlive = setInterval(() => {
    puller.keepAlive();
    for (const receipt of working.inHand.values()) receipt.working();
  }, keepAliveMs);
  const pending = observe("pending", () => pendingOf(bus, stream, durable), {
    "messaging.consumer.group.name": durable,
  });
  const running = loop(working, puller);
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
      if (bus.isConnected())
        await within(
          bus.nc.flush().catch(() => {}),
          1000,
          undefined,
        );
    },
  };
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

async function pendingOf({ jsm }: Bus, stream: string, durable: string): Promise<number> {
  const { num_pending, num_ack_pending } = await jsm.consumers.info(stream, durable);
  return num_pending + num_ack_pending;
}
