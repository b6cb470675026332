/**
 * Keeps everybody from waiting for a LiveKit that hangs. After three timeouts in a row nobody asks for a while;
 * then one call tries, and its fate decides for all. Only waiting counts: a refusal is an answer. A call that timed
 * out while others were answered counts as none: then LiveKit is there, and it may be we who were slow.
 */
export type Breaker =
  | { readonly is: "closed"; readonly timeouts: number; readonly answeredAt: number }
  | { readonly is: "open"; readonly until: number; readonly pauseMs: number }
  | { readonly is: "trying"; readonly pauseMs: number };

export const closedBreaker: Breaker = { is: "closed", timeouts: 0, answeredAt: -Infinity };

const mostTimeouts = 3;
const firstPauseMs = 5_000;
/** Not longer than the usual interval, so that every sweep tries at least once. */
const longestPauseMs = 30_000;

export const mayAsk = (breaker: Breaker, now: number): boolean =>
  breaker.is === "closed" || (breaker.is === "open" && now >= breaker.until);

/** The breaker once a permitted call has begun. */
export const whenAsking = (breaker: Breaker): Breaker =>
  breaker.is === "open" ? { is: "trying", pauseMs: breaker.pauseMs } : breaker;

/** A call that began before the pause and ends within it changes nothing. */
export const afterAnswer = (breaker: Breaker, now: number): Breaker =>
  breaker.is === "open" ? breaker : { is: "closed", timeouts: 0, answeredAt: now };

export function afterTimeout(breaker: Breaker, { begunAt, now }: { begunAt: number; now: number }): Breaker {
  switch (breaker.is) {
    case "open":
      return breaker;
    case "trying":
      return openFor(Math.min(2 * breaker.pauseMs, longestPauseMs), now);
    case "closed":
      if (breaker.answeredAt > begunAt) return breaker;
      return breaker.timeouts + 1 < mostTimeouts
        ? { ...breaker, timeouts: breaker.timeouts + 1 }
        : openFor(firstPauseMs, now);
  }
}

const openFor = (pauseMs: number, now: number): Breaker => ({ is: "open", until: now + pauseMs, pauseMs });
