import type { Measured } from "../finding.ts";

/** How far a webhook came, in milliseconds since its room was asked for; undefined for what could not be seen. */
export interface Steps {
  /** By ingress' own clock: not seen when that differs from ours by more than the webhook took. */
  readonly receivedMs?: number | undefined;
  readonly storedMs: number;
  readonly archivedMs?: number | undefined;
  readonly foldedMs?: number | undefined;
}

/** Clocks of one machine, or of two that NTP keeps. */
const clocksAgreeMs = 20;

export function receivedMsOf(receivedAt: number, askedAt: number, storedMs: number): number | undefined {
  const ms = receivedAt - askedAt;
  if (!(ms >= -clocksAgreeMs && ms <= storedMs + clocksAgreeMs)) return undefined;
  return Math.min(Math.max(0, Math.round(ms)), storedMs);
}

/** The steps as one sentence. */
export function stepsText({ receivedMs, storedMs, archivedMs, foldedMs }: Steps): string {
  const told = [
    ["reached ingress", receivedMs],
    ["was durable in EVIDENCE", storedMs],
    ["readable in MongoDB", archivedMs],
    ["folded by attendance", foldedMs],
  ] as const;
  const seen = told.flatMap(([what, ms]) => (ms === undefined ? [] : [`${what} after ${ms} ms`]));
  const [last = "", ...before] = seen.toReversed();
  const joined = before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
  return `A room_started of our own ${joined}`;
}

export const measuredSteps = (steps: Steps): Measured =>
  Object.fromEntries(
    Object.entries({ ...steps }).flatMap(([step, ms]: [string, number | undefined]) =>
      ms === undefined ? [] : [[step, ms]],
    ),
  );
