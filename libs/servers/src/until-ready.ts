import { setTimeout as delay } from "node:timers/promises";

const pauseMs = 50;
const probeLimitMs = 5000;

/** Repeats the probe until it succeeds; rejects with its last failure when the limit passes or `signal` aborts. */
export async function untilReady(
  probe: (signal: AbortSignal) => Promise<void>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(Math.min(probeLimitMs, Math.max(1, deadline - Date.now())));
    try {
      return await probe(signal === undefined ? limit : AbortSignal.any([limit, signal]));
    } catch (error) {
      signal?.throwIfAborted();
      if (Date.now() + pauseMs >= deadline) throw error;
      await delay(pauseMs);
    }
  }
}
