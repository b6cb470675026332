import { nanos, type Msg } from "@nats-io/transport-node";
import { extractTrace, type TraceContext } from "@rollcall/telemetry";
import { fromHeaders, readable, type MessageHeaders } from "./message-headers.ts";

/** One message of a stream, as it was delivered this time. */
export type Delivery = {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MessageHeaders;
  /** The Nats-Msg-Id, if the publisher gave one. */
  readonly id: string | undefined;
  /** Its number in the stream: the same at each delivery. */
  readonly sequence: number;
  /** How often it has been delivered, this time included. */
  readonly deliveries: number;
  /** When JetStream stored it, in milliseconds since the epoch. */
  readonly storedAt: number;
  /** The trace that it belongs to: what is sent inside `inTrace(delivery.trace, ...)` continues it. */
  readonly trace: TraceContext;
};

/** What the consume loop may say about a delivery. Said while NATS is away, it is lost, and the message comes again. */
export type Receipt = {
  readonly delivery: Delivery;
  ack(): void;
  nak(afterMs: number): void;
  term(reason: string): void;
  working(): void;
};

/** Whether a message of a pull is a delivery; otherwise it is a status. */
export const isDelivery = (message: Msg): boolean => message.reply?.startsWith("$JS.ACK.") ?? false;

export function toReceipt(message: Msg): Receipt {
  const say = (word: string) => void message.respond(word);
  return {
    delivery: toDelivery(message),
    ack: () => say("+ACK"),
    nak: (afterMs) => say(`-NAK {"delay": ${nanos(Math.round(afterMs))}}`),
    term: (reason) => say(`+TERM ${reason}`),
    working: () => say("+WPI"),
  };
}

function toDelivery(message: Msg): Delivery {
  const headers = fromHeaders(message.headers);
  return {
    subject: message.subject,
    data: message.data,
    headers,
    id: headers["Nats-Msg-Id"],
    ...parseAckSubject(message.reply ?? ""),
    trace: extractTrace(readable(headers)),
  };
}

/**
 * Two forms: `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time ns>.<pending>`, and with
 * `<domain>.<account>` after `ACK` and a random token at the end (ADR-15).
 */
export function parseAckSubject(subject: string): Pick<Delivery, "sequence" | "deliveries" | "storedAt"> {
  const tokens = subject.split(".");
  const first = tokens.length >= 11 ? 6 : 4;
  const [deliveries, sequence, , nanoseconds = "0"] = tokens.slice(first);
  return {
    deliveries: Number(deliveries),
    sequence: Number(sequence),
    storedAt: Number(nanoseconds.slice(0, -6)),
  };
}
