import type { ServerResponse } from "node:http";

export interface StreamTiming {
  readonly heartbeatMs: number;
  /** A reader that takes nothing for so long is cut. */
  readonly drainWithinMs: number;
}

export const streamTiming: StreamTiming = { heartbeatMs: 15_000, drainWithinMs: 30_000 };

/**
 * Server-sent events on one response. What a slow reader has not taken yet is replaced by what is newer, so no more
 * than two texts are ever kept for it.
 */
export class EventStream implements Disposable {
  readonly #response: ServerResponse;
  readonly #timing: StreamTiming;
  readonly #heartbeat: NodeJS.Timeout;
  #isBlocked = false;
  #waiting: string | null = null;
  #cut: NodeJS.Timeout | undefined;

  /** `mayGoOn` is asked at every heartbeat; when it says no, the stream ends. */
  constructor(response: ServerResponse, timing: StreamTiming, mayGoOn: () => boolean) {
    this.#response = response;
    this.#timing = timing;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform, private",
      // nginx would hold events back until its buffer is full.
      "x-accel-buffering": "no",
    });
    response.on("drain", () => this.#drained());
    response.on("close", () => this[Symbol.dispose]());
    this.#heartbeat = setInterval(() => {
      if (!mayGoOn()) this[Symbol.dispose]();
      else if (!this.#isBlocked) this.#write(": \n\n");
    }, timing.heartbeatMs);
    this.#write("retry: 3000\n\n");
  }

  /** Sends texts of whole events, or keeps them until the reader takes them, in place of what it has not taken. */
  send(events: string): void {
    if (this.#isBlocked) this.#waiting = events;
    else this.#write(events);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#cut);
    // The end of a text that nobody takes would be waited for.
    if (this.#isBlocked) this.#response.destroy();
    else this.#response.end();
  }

  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.write(text)) return;
    this.#isBlocked = true;
    this.#cut = setTimeout(() => this.#response.destroy(), this.#timing.drainWithinMs);
  }

  #drained(): void {
    clearTimeout(this.#cut);
    this.#isBlocked = false;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) this.#write(waiting);
  }
}

/** The text of one event; `json` has no line breaks. */
export const eventText = (name: string, json: string): string => `event: ${name}\ndata: ${json}\n\n`;
