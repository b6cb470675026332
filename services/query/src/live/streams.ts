import { CodedError } from "@rollcall/contracts";
import { observe } from "@rollcall/telemetry";
import { streamTiming, type EventStream, type StreamTiming } from "./event-stream.ts";

/** The streams that are open, so that they are bounded and end when the service stops. */
export class Streams implements Disposable {
  readonly #open = new Set<EventStream>();
  readonly #most: number;
  readonly timing: StreamTiming;
  readonly #gauge = observe("liveStreams", () => this.#open.size);
  #isClosing = false;

  constructor(most = 1_000, timing = streamTiming) {
    this.#most = most;
    this.timing = timing;
  }

  /** Throws `too_many_streams`. */
  admit(): void {
    if (this.#isClosing || this.#open.size >= this.#most) throw new CodedError("too_many_streams");
  }

  add(stream: EventStream): Disposable {
    this.#open.add(stream);
    return { [Symbol.dispose]: () => void this.#open.delete(stream) };
  }

  [Symbol.dispose](): void {
    this.#isClosing = true;
    this.#gauge[Symbol.dispose]();
    for (const stream of this.#open) stream[Symbol.dispose]();
  }
}
