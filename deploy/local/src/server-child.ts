import type { Server } from "@rollcall/servers";
import type { Child, Run } from "./supervise.ts";

/** A server of `@rollcall/servers` as a child to supervise: opened once, then brought back with its data. */
export class ServerChild implements Child {
  readonly name: string;
  readonly #open: (signal: AbortSignal) => Promise<Server>;
  #server: Server | undefined;

  constructor(name: string, open: (signal: AbortSignal) => Promise<Server>) {
    this.name = name;
    this.#open = open;
  }

  /** Its address, once it has been started. */
  get url(): string {
    if (this.#server === undefined) throw new Error(`${this.name} has not been started`);
    return this.#server.url;
  }

  async start(signal: AbortSignal): Promise<Run> {
    if (this.#server === undefined) this.#server = await this.#open(signal);
    else await this.#server.restart(signal);
    const server = this.#server;
    return { exited: server.exited(), lastLines: () => server.lastLines() };
  }

  /** The grace is the one that the server was opened with. */
  async stop(): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }
}
