import { openSpan, type Attributes, type OpenSpan } from "@rollcall/telemetry";
import type { Delivery, Receipt } from "./delivery.ts";
import type { Judged } from "./outcome.ts";
import { subjectTemplate } from "./subject-template.ts";

/** Up to so many messages have a span each; beyond that one span stands for all and links to their traces. */
const spansPerBatch = 32;

/** The spans of one batch, and its deliveries moved into them. */
export type ProcessSpans = Disposable & {
  readonly receipts: readonly Receipt[];
  finish(judged: Judged): void;
};

/**
 * Each message's own trace goes on in its `process` span. The batch is handled once, inside the span of its first
 * message; the other messages' spans link to it, and it links to where all of them were published.
 */
export function openProcessSpans(receipts: readonly Receipt[], durable: string): ProcessSpans {
  const [first, ...others] = receipts;
  if (!first) return { receipts, finish: () => {}, [Symbol.dispose]: () => {} };
  const carrier = openCarrier(first, receipts, durable);
  const spans = new Map<Receipt, OpenSpan>();
  const moved = [first, ...others].map((receipt) => {
    const span = receipt === first ? carrier : openFollower(receipt, carrier, receipts.length, durable);
    const inSpan = span ? { ...receipt, delivery: { ...receipt.delivery, trace: span.trace } } : receipt;
    if (span) spans.set(inSpan, span);
    return inSpan;
  });
  return {
    receipts: moved,
    finish: ({ receipt, outcome }) => {
      const span = spans.get(receipt);
      span?.set({ "attendance.verdict": outcome.is });
      if (outcome.is !== "done") span?.fail(outcome.why);
    },
    [Symbol.dispose]: () => {
      for (const span of spans.values()) span[Symbol.dispose]();
    },
  };
}

function openCarrier(first: Receipt, receipts: readonly Receipt[], durable: string): OpenSpan {
  const { delivery } = first;
  return openSpan(`process ${subjectTemplate(delivery.subject)}`, {
    kind: "consumer",
    parent: delivery.trace,
    links: receipts.map((receipt) => receipt.delivery.trace),
    attributes: { ...describe(delivery, durable), "messaging.batch.message_count": receipts.length },
  });
}

function openFollower(
  receipt: Receipt,
  carrier: OpenSpan,
  size: number,
  durable: string,
): OpenSpan | undefined {
  if (size > spansPerBatch) return undefined;
  const { delivery } = receipt;
  return openSpan(`process ${subjectTemplate(delivery.subject)}`, {
    kind: "consumer",
    parent: delivery.trace,
    links: [delivery.trace, carrier.trace],
    attributes: describe(delivery, durable),
  });
}

function describe(delivery: Delivery, durable: string): Attributes {
  return {
    "messaging.system": "nats",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.template": subjectTemplate(delivery.subject),
    "messaging.consumer.group.name": durable,
    "messaging.message.id": delivery.id,
    "attendance.stream.sequence": delivery.sequence,
    "attendance.delivery.count": delivery.deliveries,
  };
}
