import { JetStreamApiError, type JetStreamPublishOptions } from "@nats-io/jetstream";
import { CodedError } from "@rollcall/contracts";
import { count, failureName, record, secondsSince, withSpan, type Attributes } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";
import { toHeaders, toUntracedHeaders, type MessageHeaders } from "./message-headers.ts";
import { sendUntil } from "./send-until.ts";
import { subjectTemplate } from "./subject-template.ts";

export type OutgoingMessage = {
  readonly subject: string;
  /** Becomes the Nats-Msg-Id: JetStream stores a message once, however often it is sent within its window. */
  readonly id?: string;
  readonly body: string | Uint8Array;
  readonly headers?: MessageHeaders;
  /** How long it may wait for a consumer, in milliseconds; in the stream CHECKS only. Whole seconds, at least one. */
  readonly ttlMs?: number;
};

export type PublishOptions = {
  /** The whole time that a confirmation may take, repetitions included; default 5 s. */
  readonly timeoutMs?: number;
};

/** `seq` is the message's number in its stream; a duplicate of a message with an id has the number of the first one. */
export type Stored = { readonly seq: number; readonly duplicate: boolean };

type Extra = Pick<Partial<JetStreamPublishOptions>, "expect" | "schedule"> & {
  /** For a message that JetStream repeats: its repetitions must not all belong to one trace. */
  readonly isUntraced?: boolean;
};

/** What a stream answers when it expected another last message. */
export const wrongLastSequence = 10_071;
const limits = { messages: 4096, bytes: 64 * 1024 * 1024 };

/**
 * Stores a message in JetStream; resolves when that is confirmed. A short outage is ridden out within the limit.
 * Throws `bus_unavailable` (also when too much waits already), `stream_full`, `body_too_large`. After
 * `bus_unavailable` the message may be stored nevertheless: send it again with the same id.
 */
export async function publish(
  bus: Bus,
  message: OutgoingMessage,
  options: PublishOptions = {},
  extra: Extra = {},
): Promise<Stored> {
  const destination = subjectTemplate(message.subject);
  const attributes: Attributes = {
    "messaging.system": "nats",
    "messaging.operation.name": "publish",
    "messaging.operation.type": "send",
    "messaging.destination.template": destination,
    "messaging.message.id": message.id,
  };
  return await withSpan(`publish ${destination}`, { kind: "producer", attributes }, async (span) => {
    const startedAt = performance.now();
    const outcome: { code?: string } = {};
    try {
      const { seq, duplicate } = await bounded(bus, message, options.timeoutMs ?? 5000, extra);
      span.set({ "attendance.stream.sequence": seq, "attendance.duplicate": duplicate });
      return { seq, duplicate };
    } catch (error) {
      outcome.code = failureName(error);
      throw error;
    } finally {
      const labels = { "messaging.destination.template": destination, "error.type": outcome.code };
      count("messagesSent", labels);
      record("publishDuration", secondsSince(startedAt), labels);
    }
  });
}

async function bounded(bus: Bus, message: OutgoingMessage, timeoutMs: number, given: Extra): Promise<Stored> {
  const { isUntraced, ...extra } = given;
  const { inFlight } = bus.state;
  const size = message.body.length;
  if (inFlight.messages >= limits.messages || inFlight.bytes + size > limits.bytes) {
    throw new CodedError("bus_unavailable", "Too many messages wait for NATS' confirmation");
  }
  inFlight.messages += 1;
  inFlight.bytes += size;
  try {
    return await sendUntil(bus, performance.now() + timeoutMs, (timeout) =>
      bus.js.publish(message.subject, message.body, {
        ...extra,
        ...(message.id === undefined ? {} : { msgID: message.id }),
        ...(message.ttlMs === undefined ? {} : { ttl: seconds(message.ttlMs) }),
        headers: isUntraced ? toUntracedHeaders(message.headers) : toHeaders(message.headers),
        timeout,
      }),
    );
  } catch (error) {
    // Somebody else was first, which is what a publisher that expects a sequence asks about.
    if (error instanceof JetStreamApiError && error.code === wrongLastSequence)
      return { seq: 0, duplicate: true };
    throw error;
  } finally {
    inFlight.messages -= 1;
    inFlight.bytes -= size;
  }
}

/** A duration as JetStream's headers have it. */
export const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))}s`;
