/** Since when nothing can be stored; milliseconds since the epoch. */
export interface Outage {
  /** Something was stored: it is over. */
  end(): void;
  /** Something could not be stored at `now`. Returns for how many whole seconds the sender is to wait. */
  retryAfterSeconds(now: number): number;
}

/**
 * Tells LiveKit to wait as long as the outage has lasted so far, from 1 to 30 s. LiveKit tries five times in all, so
 * short waits alone would lose the event after 15 s; with long ones and a queue of ten minutes an outage of 100 s
 * loses nothing. `busDownSince` knows when the connection broke; a stream that is full or a NATS that hangs shows
 * only by the first message that fails.
 */
export function createOutage(busDownSince: () => number | undefined): Outage {
  let failingSince = Infinity;
  return {
    end() {
      failingSince = Infinity;
    },
    retryAfterSeconds(now) {
      failingSince = Math.min(failingSince, now);
      const since = Math.min(failingSince, busDownSince() ?? Infinity);
      return Math.min(Math.max(Math.ceil((now - since) / 1000), 1), 30);
    },
  };
}
