/** Ticks that count: enough that one of them was taken the moment it appeared. */
const mostTicks = 5;

/**
 * NATS' clock against ours, learnt from the ticks of the sweep: each tells when NATS stored it, and is taken a
 * little later. A backlog makes NATS seem further behind than it is; what is scheduled by it then comes early, and
 * waits.
 */
export class NatsClock {
  readonly #ticks: number[] = [];

  /** A tick that NATS stored at `storedAt`, by its clock, was taken at `now`, by ours. */
  note(storedAt: number, now: number): void {
    this.#ticks.push(storedAt - now);
    if (this.#ticks.length > mostTicks) this.#ticks.shift();
  }

  /** What NATS' clock shows when ours shows `ours`; the same until a tick was noted. */
  toNats(ours: number): number {
    return this.#ticks.length === 0 ? ours : ours + Math.max(...this.#ticks);
  }
}
