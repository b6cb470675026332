import { setTimeout as delay } from "node:timers/promises";
import { createInbox, nanos, type Msg, type Subscription } from "@nats-io/transport-node";
import type { Bus } from "./bus.ts";
import { isDelivery, toReceipt, type Receipt } from "./delivery.ts";

const expiresMs = 30_000;
const heartbeatMs = 5000;
/** JetStream is silent when `max_ack_pending` cuts a batch short: after such a silence it counts as complete. */
const quietMs = 25;
/** Between requests that brought nothing and did not wait either: without a server, or without the consumer. */
const pauseMs = 250;

/** No responders, and (among other things) a consumer that was deleted while it was asked. */
const unansweredCodes: ReadonlySet<number> = new Set([503, 409]);

type Pull = {
  readonly subject: string;
  readonly end: () => void;
  readonly expectWithin: (limitMs: number) => void;
};

/**
 * Asks a durable consumer for messages, one request at a time.
 *
 * The client's own `fetch` waits for a full batch or for its expiry of at least a second. A request with both
 * `no_wait` and `expires` does what we need: it takes what is there, and waits for one message when nothing is.
 */
export class Puller {
  readonly #bus: Bus;
  readonly #inbox: string;
  readonly #request: string;
  readonly #maxBytes: number;
  readonly #subscription: Subscription;
  readonly #buffer: Receipt[] = [];
  readonly #stop = new AbortController();
  #pull: Pull | undefined;
  #isUnanswered = false;
  #serial = 0;

  /** `maxBytes` bounds what one request brings into memory; it must be above the largest message. */
  constructor(bus: Bus, stream: string, durable: string, maxBytes = 64 * 1024 * 1024) {
    this.#bus = bus;
    this.#maxBytes = maxBytes;
    this.#inbox = createInbox(`_INBOX_${bus.name}`);
    this.#request = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`;
    this.#subscription = bus.nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => (error ? this.#pull?.end() : this.#receive(message)),
    });
    bus.state.changes.on("down", this.#onDown);
  }

  /**
   * Up to `max` messages: at once what is there; when nothing is, the first that comes. Empty when nothing came
   * within half a minute, when NATS went away, and after `stop`.
   */
  async take(max: number): Promise<Receipt[]> {
    const startedAt = performance.now();
    if (this.#buffer.length === 0 && !this.#stop.signal.aborted) await this.#ask(max);
    const taken = this.#buffer.splice(0, max);
    const tooFast = performance.now() - startedAt < pauseMs;
    if (taken.length === 0 && tooFast)
      await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    return taken;
  }

  /** Whether the last `take` met no consumer that could answer: it was deleted, or JetStream is starting. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** Tells JetStream that what came late, and was not taken yet, is being worked on. */
  keepAlive(): void {
    for (const receipt of this.#buffer) receipt.working();
  }

  /** Ends a `take` that waits, and returns what came and was not taken. */
  stop(): Receipt[] {
    this.#stop.abort();
    this.#bus.state.changes.off("down", this.#onDown);
    this.#subscription.unsubscribe();
    this.#pull?.end();
    return this.#buffer.splice(0);
  }

  readonly #onDown = () => this.#pull?.end();

  async #ask(max: number): Promise<void> {
    if (!this.#bus.isConnected()) return;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let silence = setTimeout(end, 2 * heartbeatMs);
    const expectWithin = (limitMs: number) => {
      clearTimeout(silence);
      silence = setTimeout(end, limitMs);
    };
    this.#isUnanswered = false;
    this.#serial += 1;
    const subject = `${this.#inbox}.${this.#serial}`;
    this.#pull = { subject, end, expectWithin };
    const limits = {
      batch: max,
      max_bytes: this.#maxBytes,
      no_wait: true,
      expires: nanos(expiresMs),
      idle_heartbeat: nanos(heartbeatMs),
    };
    this.#bus.nc.publish(this.#request, JSON.stringify(limits), { reply: subject });
    await ended;
    clearTimeout(silence);
    this.#pull = undefined;
  }

  #receive(message: Msg): void {
    if (isDelivery(message)) {
      this.#buffer.push(toReceipt(message));
      this.#pull?.expectWithin(quietMs);
    } else if (message.subject === this.#pull?.subject) {
      if (message.headers?.code === 100) this.#pull.expectWithin(2 * heartbeatMs);
      else {
        this.#isUnanswered = unansweredCodes.has(message.headers?.code ?? 0);
        this.#pull.end();
      }
    }
  }
}
