import { setTimeout as delay } from "node:timers/promises";

/**
 * Repeats `check` until it returns without throwing, and gives what it returned. Fails with the last failure after
 * `withinMs`. There is no sleeping in tests beside this.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 100 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (failure) {
      if (performance.now() >= deadline) throw failure;
      await delay(everyMs);
    }
  }
}
