import { DeliverPolicy, JetStreamApiError, type ConsumerInfo } from "@nats-io/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { Bus } from "./bus.ts";
import type { Delivery } from "./delivery.ts";
import { fromHeaders } from "./message-headers.ts";
import { sendUntil } from "./send-until.ts";

/** A message as its stream holds it, whatever consumers have made of it. */
export type StoredMessage = Pick<Delivery, "subject" | "data" | "headers" | "id" | "sequence" | "storedAt">;

const limitMs = 5_000;
const batchSize = 500;
const fetchLimitMs = 5_000;

export interface ReadOptions {
  /** The bodies are empty then. */
  readonly headersOnly?: boolean;
  /** The number of the first message that is wanted; default: the first that is there. */
  readonly from?: number;
}

const startAt = { deliver_policy: DeliverPolicy.StartSequence };

/**
 * What a stream holds under a subject, in order and in batches; what comes after the call began may be left out.
 * Throws `bus_unavailable` when JetStream does not answer.
 */
export async function* readStored(
  bus: Pick<Bus, "js" | "state">,
  stream: string,
  subject: string,
  { headersOnly = false, from }: ReadOptions = {},
): AsyncIterable<readonly StoredMessage[]> {
  const start = from === undefined ? {} : { ...startAt, opt_start_seq: from };
  const wanted = { filter_subjects: [subject], headers_only: headersOnly, ...start };
  const consumer = await ask(bus, () => bus.js.consumers.get(stream, wanted));
  try {
    let left = (await ask(bus, () => consumer.info())).num_pending;
    while (left > 0) {
      const fetched = { max_messages: Math.min(batchSize, left), expires: fetchLimitMs };
      const batch: StoredMessage[] = [];
      for await (const message of await consumer.fetch(fetched)) {
        left = Math.min(left - 1, message.info.pending);
        const { subject: own, data, seq, timestampNanos } = message;
        const headers = fromHeaders(message.headers);
        const storedAt = Number(timestampNanos / 1_000_000n);
        batch.push({
          ...{ subject: own, data, headers, storedAt },
          id: headers["Nats-Msg-Id"],
          sequence: seq,
        });
      }
      // What is left was deleted meanwhile, or expired.
      if (batch.length === 0) return;
      yield batch;
    }
  } finally {
    await consumer.delete().catch(() => {});
  }
}

/** One message of a stream; null when it is not there any more. */
export async function getStored(
  bus: Pick<Bus, "jsm" | "state">,
  stream: string,
  sequence: number,
): Promise<StoredMessage | null> {
  const stored = await ask(bus, () => bus.jsm.streams.getMessage(stream, { seq: sequence }));
  if (stored === null) return null;
  const { subject, data, seq, time } = stored;
  const headers = fromHeaders(stored.header);
  return {
    ...{ subject, data, headers },
    id: headers["Nats-Msg-Id"],
    sequence: seq,
    storedAt: time.getTime(),
  };
}

/** The number of the newest message that a stream holds under a subject; 0 when it holds none. */
export async function newestStored(
  bus: Pick<Bus, "jsm" | "state">,
  stream: string,
  subject: string,
): Promise<number> {
  return (await ask(bus, () => bus.jsm.streams.getMessage(stream, { last_by_subj: subject })))?.seq ?? 0;
}

/** Deletes a message and overwrites it where the stream keeps it. One that is gone already is fine. */
export async function eraseStored(
  bus: Pick<Bus, "jsm" | "state">,
  stream: string,
  sequence: number,
): Promise<void> {
  try {
    await ask(bus, () => bus.jsm.streams.deleteMessage(stream, sequence, true));
  } catch (error) {
    if (!(error instanceof JetStreamApiError && goneCodes.has(error.code))) throw error;
  }
}

/** No message found; sequence not found; nothing in the store there. */
const goneCodes: ReadonlySet<number> = new Set([10_037, 10_043, 10_057]);

/**
 * Whether a consumer is done with everything up to a message. What waits is not asked about: JetStream tells consumers
 * of a message only after it has confirmed it, so that for a moment nothing seems to wait.
 */
export const isHandled = (
  {
    ack_floor,
    delivered,
    num_ack_pending,
  }: Pick<ConsumerInfo, "ack_floor" | "delivered" | "num_ack_pending">,
  sequence: number,
): boolean => ack_floor.stream_seq >= sequence || (delivered.stream_seq >= sequence && num_ack_pending === 0);

/**
 * Waits until a consumer is done with everything up to a message that is there; false when that takes longer than the
 * limit.
 */
export async function untilHandled(
  bus: Pick<Bus, "jsm" | "state">,
  { stream, durable }: { readonly stream: string; readonly durable: string },
  sequence: number,
  waitMs: number,
): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    if (isHandled(await ask(bus, () => bus.jsm.consumers.info(stream, durable)), sequence)) return true;
    if (performance.now() >= deadline) return false;
    await delay(pollMs);
  }
}

const pollMs = 25;

const ask = <Answer>(bus: Pick<Bus, "state">, send: () => Promise<Answer>): Promise<Answer> =>
  sendUntil(bus, performance.now() + limitMs, send);
