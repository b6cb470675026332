import { CodedError } from "@rollcall/contracts";
import type { Look } from "@rollcall/domain";

type Mode = Look["mode"];

const keptForMs = 600_000;

/**
 * Who answers ListParticipants, LiveKit's media nodes or its store: a setting of LiveKit that we find out by
 * asking, again every ten minutes. While it cannot be found out, the store is assumed, which is believed less.
 */
export class ListingMode {
  readonly #detect: () => Promise<Mode>;
  readonly #now: () => number;
  #known: { readonly mode: Mode; readonly foundAt: number } | null = null;
  #underWay: Promise<void> | null = null;

  constructor(detect: () => Promise<Mode>, now: () => number) {
    this.#detect = detect;
    this.#now = now;
  }

  /** Waits for the first answer only; a later one takes its place when it comes. */
  async current(): Promise<Mode> {
    const known = this.#known;
    if (known === null || this.#now() - known.foundAt > keptForMs) this.#underWay ??= this.#find();
    if (known === null) await this.#underWay;
    return this.#known?.mode ?? "store";
  }

  /** LiveKit was away: it may have come back with another setting, so nothing is known until it answers. */
  doubt(): void {
    this.#known = null;
  }

  async #find(): Promise<void> {
    try {
      this.#known = { mode: await this.#detect(), foundAt: this.#now() };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
    } finally {
      this.#underWay = null;
    }
  }
}
