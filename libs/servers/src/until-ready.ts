import { setTimeout as delay } from "node:timers/promises";

const pauseMs = 50;
const probeLimitMs = 5000;

/**
 * Repeats the probe until it succeeds; rejects with its last failure when the limit passes, and with the reason
 * of `signal` as soon as that aborts. A probe should end when its own signal does; none is waited for longer.
 */
export async function untilReady(
  probe: (signal: AbortSignal) => Promise<void>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(Math.min(probeLimitMs, Math.max(1, deadline - Date.now())));
    const abort = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    try {
      return await Promise.race([probe(abort), rejectedBy(abort)]);
    } catch (error) {
      signal?.throwIfAborted();
      if (Date.now() + pauseMs >= deadline) throw error;
      await delay(pauseMs);
    }
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
