import type { Instant } from "../src/index.ts";

/**
 * Everything that will happen in a simulated world, as data: taking one part out leaves the others as they were,
 * so a history that breaks a law can be made small. Times without `Ms` in their name are milliseconds after the start.
 */
export interface Plan {
  readonly seed: number;
  readonly startsAt: Instant;
  readonly lastsMs: number;
  readonly livekit: LiveKitSettings;
  readonly verifier: VerifierSettings;
  readonly webhooks: WebhookWeather;
  /** How far our ingress's clock is ahead of LiveKit's. */
  readonly ingressAheadMs?: number;
  readonly visits: readonly Visit[];
  readonly faults: readonly Fault[];
}

export interface LiveKitSettings {
  /** How ListParticipants is answered. */
  readonly mode: "psrpc" | "store";
  readonly nodes: 1 | 2;
  /** Two nodes need it; one node without it forgets everything when it dies. */
  readonly redis: boolean;
}

export interface VerifierSettings {
  readonly intervalMs: number;
  /** How far the corrected clock of an instance may be off; each look is taken by one or another. */
  readonly clockUncertaintyMs: number;
}

/** What becomes of webhooks outside of outages: probabilities. */
export interface WebhookWeather {
  readonly lost: number;
  readonly late: number;
  readonly repeated: number;
  /** LiveKit's own sender and the bounds of its queues; without it webhooks are lost and late by chance alone. */
  readonly queue?: QueueBounds;
}

export interface QueueBounds {
  readonly maxAgeMs: number;
  readonly maxDepth: number;
}

export interface Person {
  readonly identity: string;
  readonly name: string;
  readonly kind: string;
  readonly hidden: boolean;
}

/** One device of one person, from opening the page to closing it. */
export interface Visit {
  readonly id: string;
  readonly person: Person;
  readonly room: string;
  readonly at: number;
  /** From joining to media; null when media never flows. */
  readonly connectMs: number | null;
  /** In order; after the last one the person stays. */
  readonly acts: readonly Act[];
  /** How soon the device is back when its media node died; null when it stays away. */
  readonly returnMs: number | null;
}

export type Act = { readonly afterMs: number } & (
  | { readonly is: "leaves" | "crashes" | "reconnects" | "publishes" | "is_removed" }
  | { readonly is: "is_cut_off"; readonly forMs: number }
  | { readonly is: "is_renamed"; readonly name: string }
);

export type Fault = { readonly from: number; readonly to: number } & (
  | { readonly is: WebhookFault | ApiFault | "bus_down" | "verifier_down" | "attendance_down" }
  | { readonly is: "node_paused" | "node_killed" | "node_cut_off"; readonly node: number }
  | { readonly is: "false_room_finished" | "room_deleted"; readonly room: string }
);

/** The receiver refuses or hangs, or answers 503 and says when to come back: these need a plan with LiveKit's queue. */
type WebhookFault =
  "webhooks_lost" | "webhooks_late" | "receiver_down" | "receiver_hangs" | "receiver_defers";

/**
 * Refused or reset; no answer at all; a 503 at once from a proxy; every other call fails; lists are empty; lists lack
 * one entry in three; the store's lists are seconds old.
 */
type ApiFault =
  "api_refused" | "api_hangs" | "api_busy" | "api_flaky" | "api_empty" | "api_partial" | "api_lags";

/** Faults of this kind that are on at `since`, an offset from the start. */
export const faultAt = (plan: Plan, is: Fault["is"], at: Instant): Fault | undefined =>
  plan.faults.find(
    (fault) => fault.is === is && plan.startsAt + fault.from <= at && at < plan.startsAt + fault.to,
  );
