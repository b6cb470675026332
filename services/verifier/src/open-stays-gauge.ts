import { CodedError } from "@rollcall/contracts";
import { staleAfterMs, type Instant, type Policy } from "@rollcall/domain";
import type { OpenStayCounts } from "@rollcall/store";
import { observe } from "@rollcall/telemetry";

/** What the last sweep of this instance found; every instance that sweeps reports the same to within a sweep. */
export class OpenStaysGauge implements Disposable {
  readonly #gauges = new DisposableStack();
  #counts: OpenStayCounts = { open: 0, stale: 0 };

  constructor() {
    this.#gauges.use(observe("openStays", () => this.#counts.open));
    this.#gauges.use(observe("unverifiedStays", () => this.#counts.stale));
  }

  /** Counts again; a database that is away leaves the old figures. */
  async update(
    count: (seenBefore: Instant) => Promise<OpenStayCounts>,
    now: Instant,
    policy: Policy,
  ): Promise<void> {
    try {
      this.#counts = await count(now - staleAfterMs(policy));
    } catch (error) {
      if (!(error instanceof CodedError && error.code === "store_unavailable")) throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#gauges.dispose();
  }
}
