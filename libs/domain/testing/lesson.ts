import type { Act, Fault, LiveKitSettings, Plan, Visit } from "./plan.ts";
import { nine } from "./builders.ts";

/** Milliseconds after the lesson's beginning: `after("2:30")` is two and a half minutes. */
export function after(clock: string): number {
  const [minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return (minutes * 60 + seconds) * 1_000;
}

/** One visit to the algebra lesson; the person connects within half a second and stays unless something is said. */
export const visit = (name: string, at: number, acts: readonly Act[] = [], device = ""): Visit => ({
  id: `${name.toLowerCase()}${device}`,
  person: { identity: name.toLowerCase(), name, kind: "STANDARD", hidden: false },
  room: "algebra",
  at,
  connectMs: 500,
  acts,
  returnMs: 1_000,
});

interface Lesson {
  readonly livekit?: Partial<LiveKitSettings>;
  readonly visits: readonly Visit[];
  readonly faults?: readonly Fault[];
  readonly lastsMs?: number;
}

/** A lesson of ten minutes on two media nodes in fine weather, but for what is said. */
export const lesson = ({ livekit, visits, faults = [], lastsMs = after("10:00") }: Lesson): Plan => ({
  seed: 1,
  startsAt: nine,
  lastsMs,
  livekit: { mode: "psrpc", nodes: 2, redis: true, ...livekit },
  verifier: { intervalMs: 30_000, clockUncertaintyMs: 50 },
  webhooks: { lost: 0, late: 0, repeated: 0 },
  visits,
  faults,
});
