/** The one table of waits. */
export type Backoff = {
  /** Waits between tries while a neighbour is away; the last one repeats for as long as it takes. */
  readonly awayMs: readonly number[];
  /** Waits after a message failed by itself; after the last one it becomes a dead letter. */
  readonly failedMs: readonly number[];
};

export const defaultBackoff: Backoff = {
  awayMs: [250, 500, 1000, 2000, 5000, 10_000, 30_000],
  failedMs: [60_000, 120_000, 300_000],
};

/** Shorter than this between signs of life, and JetStream delivers the message to another instance. */
export const ackWaitMs = 30_000;

/** From this delivery on a message is handled alone: those before ended without a verdict, it may kill the process. */
export const aloneFromDelivery = 5;

/**
 * After so many deliveries JetStream gives up and the backstop makes a dead letter. Waiting for a neighbour costs
 * no delivery, so only crashes, stops and outages of NATS itself count besides a message's own failures.
 */
export const maxDeliveries = 15;

export const awayDelay = ({ awayMs }: Backoff, round: number): number =>
  awayMs[round] ?? awayMs.at(-1) ?? 1000;
