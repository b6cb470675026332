import type { Clock } from "@rollcall/livekit";
import type { Logger } from "@rollcall/runtime";
import { observe } from "@rollcall/telemetry";

/** Machines that keep time are closer to each other; what is above is corrected, but somebody should know. */
const noticeableMs = 1_000;

/**
 * Tells how far LiveKit's clock and ours are apart: as a gauge, and in the log when it begins to be noticeable,
 * and when it ends.
 */
export class ClockWatch implements Disposable {
  readonly #clock: Pick<Clock, "toLiveKit">;
  readonly #log: Pick<Logger, "warn" | "info">;
  readonly #gauge: Disposable;
  #isApart = false;

  constructor(clock: Pick<Clock, "toLiveKit">, log: Pick<Logger, "warn" | "info">) {
    this.#clock = clock;
    this.#log = log;
    this.#gauge = observe("clockApart", () => {
      const apartMs = this.#apartMs();
      if (apartMs === null) throw new Error("LiveKit has told no time yet");
      return apartMs / 1000;
    });
  }

  compare(): void {
    const apartMs = this.#apartMs();
    if (apartMs === null) return;
    const isApart = Math.abs(apartMs) >= noticeableMs;
    if (isApart && !this.#isApart) this.#log.warn({ apartMs }, "livekit.clock_apart");
    if (!isApart && this.#isApart) this.#log.info({ apartMs }, "livekit.clock_agrees");
    this.#isApart = isApart;
  }

  /** At least so much is LiveKit ahead of us; null before it was measured. */
  #apartMs(): number | null {
    const now = Date.now();
    const { earliest, latest, isMeasured } = this.#clock.toLiveKit(now);
    if (!isMeasured) return null;
    return Math.max(earliest - now, 0) + Math.min(latest - now, 0);
  }

  [Symbol.dispose](): void {
    this.#gauge[Symbol.dispose]();
  }
}
