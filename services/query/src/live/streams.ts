import { CodedError } from "@rollcall/contracts";
import { observe } from "@rollcall/telemetry";
import { streamTiming, type EventStream, type StreamTiming } from "./event-stream.ts";

/**
 * The streams that are open, so that they are bounded and end when the service stops. A browser opens one for each of
 * its tabs; whoever may see one room only cannot take the place of all others.
 */
export class Streams implements Disposable {
  readonly #open = new Map<EventStream, string | null>();
  readonly #most: number;
  readonly #mostPerHolder: number;
  readonly timing: StreamTiming;
  readonly #gauge = observe("liveStreams", () => this.#open.size);
  #isClosing = false;

  constructor(most = 1_000, timing = streamTiming, mostPerHolder = 10) {
    this.#most = most;
    this.#mostPerHolder = mostPerHolder;
    this.timing = timing;
  }

  /** `holder` is null for one without a limit of its own. Throws `too_many_streams` and `too_many_requests`. */
  admit(holder: string | null): void {
    if (this.#isClosing || this.#open.size >= this.#most) throw new CodedError("too_many_streams");
    if (holder === null) return;
    const own = [...this.#open.values()].filter((one) => one === holder).length;
    if (own >= this.#mostPerHolder) throw new CodedError("too_many_requests");
  }

  add(stream: EventStream, holder: string | null): Disposable {
    this.#open.set(stream, holder);
    return { [Symbol.dispose]: () => void this.#open.delete(stream) };
  }

  [Symbol.dispose](): void {
    this.#isClosing = true;
    this.#gauge[Symbol.dispose]();
    for (const stream of this.#open.keys()) stream[Symbol.dispose]();
  }
}
