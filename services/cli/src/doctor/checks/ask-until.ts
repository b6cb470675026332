import { setTimeout as pause } from "node:timers/promises";

const everyMs = 25;

/** Asks again and again until the answer is not null; null when it stays so for `limitMs`. */
export async function askUntil<T>(ask: () => Promise<T | null>, limitMs: number): Promise<T | null> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null || performance.now() >= deadline) return answer;
    await pause(everyMs);
  }
}
