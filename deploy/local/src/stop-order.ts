import type { Supervised } from "./supervise.ts";

/**
 * Who stops when, and how long each may take before it is killed: first what takes work in, then what finishes
 * it, last what holds it. The times add up to less than the 15 s that a stop may take.
 */
export const stopOrder = [
  { name: "ingress", graceMs: 2500 },
  { name: "verifier", graceMs: 2500 },
  { name: "attendance", graceMs: 3000 },
  { name: "query", graceMs: 2000 },
  { name: "livekit-server", graceMs: 500 },
  { name: "nats-server", graceMs: 1500 },
  { name: "mongod", graceMs: 2500 },
] as const;

export type StoppedName = (typeof stopOrder)[number]["name"];

export function graceOf(name: StoppedName): number {
  return stopOrder.find((step) => step.name === name)?.graceMs ?? 0;
}

/** Stops all that runs, one after the other; never rejects because of a single one. */
export async function stopInOrder(
  running: readonly Pick<Supervised, "name" | "stop">[],
  tell: (text: string) => void,
): Promise<void> {
  for (const { name, graceMs } of stopOrder) {
    const child = running.find((one) => one.name === name);
    if (child === undefined) continue;
    try {
      await child.stop(graceMs);
    } catch (error) {
      tell(`${name} could not be stopped: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
