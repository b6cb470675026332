import { consumers } from "@rollcall/contracts";
import { minute } from "@rollcall/domain";
import {
  consumeBatches,
  notify,
  scheduleAt,
  type Backoff,
  type Bus,
  type Consumer,
  type HandleBatch,
  type TopologyLimits,
} from "@rollcall/messaging";
import type { Logger } from "@rollcall/runtime";
import type { StoreWriter } from "@rollcall/store";
import type { Announcing } from "./announce.ts";
import { applyEvidence, type Applying } from "./apply-evidence.ts";
import { recordOfDelivery } from "./record-of.ts";

export interface Consuming {
  readonly bus: Bus;
  readonly store: StoreWriter;
  readonly log: Logger;
  /** What streams are made with that somebody deleted. */
  readonly limits?: Partial<TopologyLimits>;
  /** Shorter waits, for tests. */
  readonly backoff?: Backoff;
}

/** One fetch takes what waits, up to this; it never waits to fill. */
const mostMessages = 2_000;

/** A look that nobody took in this time is left to the sweep. */
const checkTtlMs = minute;

/** Announcing waits for a confirmation, and acks wait for announcing. */
const scheduleLimitMs = 2_000;

/** Applies evidence as it comes, until disposed. Throws `bus_unavailable` when the consumer does not exist. */
export function consumeEvidence({ bus, store, log, limits, backoff }: Consuming): Promise<Consumer> {
  const { stream, durable } = consumers.attendance;
  const applying = { store, announcing: announcingOver(bus), log };
  return consumeBatches(
    bus,
    { stream, durable, limits, maxMessages: mostMessages, ...(backoff === undefined ? {} : { backoff }) },
    handleEvidence(applying),
  );
}

/** What a batch of messages is to the service, wherever they come from. */
export const handleEvidence =
  (applying: Applying): HandleBatch =>
  (batch) =>
    applyEvidence(applying, batch.map(recordOfDelivery));

const announcingOver = (bus: Bus): Announcing => ({
  notify: (subject, body) => notify(bus, subject, body),
  schedule: ({ subject, target, at, body }) =>
    scheduleAt(
      bus,
      {
        ...{ scheduleSubject: subject, target, at },
        body: JSON.stringify(body),
        keepFirst: true,
        ttlMs: checkTtlMs,
      },
      { timeoutMs: scheduleLimitMs },
    ),
  now: Date.now,
});
