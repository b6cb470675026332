import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import { consumers, streams, subjects } from "@rollcall/contracts";
import { ackWaitMs, maxDeliveries } from "./backoff.ts";

export type TopologyLimits = {
  readonly evidenceMaxAgeMs: number;
  /** When the evidence reaches it, webhooks are answered with 503 until some expires: nothing is dropped. */
  readonly evidenceMaxBytes: number;
  /** How long a message that was given up waits for somebody to look at it; longer than the evidence. */
  readonly deadMaxAgeMs: number;
  readonly deadMaxBytes: number;
  readonly checksMaxBytes: number;
  readonly dedupWindowMs: number;
  /** 3 in a cluster of three. */
  readonly replicas: number;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mebibyte = 1024 * 1024;

export const defaultLimits: TopologyLimits = {
  evidenceMaxAgeMs: 30 * dayMs,
  evidenceMaxBytes: 2048 * mebibyte,
  deadMaxAgeMs: 90 * dayMs,
  deadMaxBytes: 512 * mebibyte,
  checksMaxBytes: 256 * mebibyte,
  dedupWindowMs: 5 * minuteMs,
  replicas: 1,
};

export type StreamPlan = Partial<StreamConfig> & Pick<StreamConfig, "name" | "subjects">;
export type ConsumerPlan = {
  readonly stream: string;
  readonly config: Partial<ConsumerConfig> & { readonly durable_name: string };
};

export function streamPlans(limits: TopologyLimits): StreamPlan[] {
  const kept = { storage: StorageType.File, num_replicas: limits.replicas, discard: DiscardPolicy.New };
  return [
    {
      ...kept,
      name: streams.evidence,
      subjects: [subjects.allEvidence],
      retention: RetentionPolicy.Limits,
      max_age: nanos(limits.evidenceMaxAgeMs),
      max_bytes: limits.evidenceMaxBytes,
      duplicate_window: nanos(Math.min(limits.dedupWindowMs, limits.evidenceMaxAgeMs)),
    },
    {
      // No max_age: it would delete the schedule of the sweep; messages carry a time to live instead. And no
      // refusal of what is too much: JetStream refuses that together with schedules.
      ...kept,
      name: streams.checks,
      subjects: [subjects.allChecks],
      retention: RetentionPolicy.Workqueue,
      discard: DiscardPolicy.Old,
      max_bytes: limits.checksMaxBytes,
      allow_msg_schedules: true,
      allow_msg_ttl: true,
    },
    {
      // The window tells a dead letter that arrives both ways: by the consumer itself and by the advisory.
      ...kept,
      name: streams.dead,
      subjects: [subjects.allDead],
      retention: RetentionPolicy.Limits,
      max_age: nanos(limits.deadMaxAgeMs),
      max_bytes: limits.deadMaxBytes,
      duplicate_window: nanos(60 * minuteMs),
    },
    {
      ...kept,
      name: streams.advisories,
      subjects: [subjects.maxDeliveries, subjects.terminated],
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_age: nanos(7 * dayMs),
      max_bytes: 64 * mebibyte,
    },
  ];
}

export function consumerPlans(): ConsumerPlan[] {
  return Object.values(consumers).map(({ stream, durable, filters }) => ({
    stream,
    config: {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ackWaitMs),
      max_deliver: maxDeliveries,
      // Shared by all instances: several full batches, and everything that waits for a later try.
      max_ack_pending: 20_000,
      ...(filters.length === 1 ? { filter_subject: filters[0] } : { filter_subjects: [...filters] }),
    },
  }));
}
