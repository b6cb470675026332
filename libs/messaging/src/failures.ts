/**
 * How often each message failed by itself, as far as this process saw. JetStream's own count also counts crashes
 * and outages; this one does not, and survives none: a restart, or another instance, gives a message more tries,
 * never fewer. `max_deliver` is the last bound.
 */
export type Failures = Map<number, number>;

const limit = 10_000;

export function countFailure(failures: Failures, sequence: number): number {
  const times = (failures.get(sequence) ?? 0) + 1;
  failures.delete(sequence);
  failures.set(sequence, times);
  if (failures.size > limit) failures.delete(failures.keys().next().value ?? sequence);
  return times;
}
