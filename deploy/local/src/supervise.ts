import { setTimeout as delay } from "node:timers/promises";
import type { Exit } from "@rollcall/servers";
import { afterDeath, restartPolicy, type RestartPolicy } from "./restart-policy.ts";
import { whenAborted } from "./when-aborted.ts";

/** One life of a child. */
export type Run = {
  readonly exited: Promise<Exit>;
  lastLines(): readonly string[];
};

/** Something that runs, may die, and can be started again. */
export type Child = {
  readonly name: string;
  /** Starts it and resolves when it is ready; on abort it rejects with nothing left running. */
  start(signal: AbortSignal): Promise<Run>;
  /** Stops what runs, by force after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

/** Why a child was given up. */
export type Failure = { readonly name: string; readonly why: string; readonly lastLines: readonly string[] };

export type SuperviseOptions = {
  /** Told about each death and each return. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
  readonly policy?: RestartPolicy;
};

/**
 * Starts a child and keeps it running. The first start must succeed, or this rejects; later deaths are answered
 * by a restart after a pause, until the policy gives up.
 */
export async function supervise(child: Child, options: SuperviseOptions): Promise<Supervised> {
  const supervised = new Supervised(child, options);
  await supervised.begin(options.signal);
  return supervised;
}

export class Supervised {
  /** Settles only when the child is given up. */
  readonly failed: Promise<Failure>;
  readonly #child: Child;
  readonly #tell: (text: string) => void;
  readonly #policy: RestartPolicy;
  readonly #stopping = new AbortController();
  readonly #giveUp: (failure: Failure) => void;
  #watching: Promise<void> = Promise.resolve();

  constructor(child: Child, { tell, policy = restartPolicy }: SuperviseOptions) {
    this.#child = child;
    this.#tell = tell;
    this.#policy = policy;
    const { promise, resolve } = Promise.withResolvers<Failure>();
    this.failed = promise;
    this.#giveUp = resolve;
  }

  get name(): string {
    return this.#child.name;
  }

  async begin(signal: AbortSignal): Promise<void> {
    const run = await this.#child.start(signal);
    this.#watching = this.#watch(run);
  }

  /** Ends the watch, then the child. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#child.stop(graceMs);
    await this.#watching;
  }

  async #watch(first: Run): Promise<void> {
    const deaths: number[] = [];
    let run: Run | undefined = first;
    let why = "";
    while (!this.#stopping.signal.aborted) {
      // A server that is not ours never ends for us, so the end of the watch is awaited too.
      const exit = await Promise.race([run?.exited, whenAborted(this.#stopping.signal)]);
      if (this.#stopping.signal.aborted) return;
      if (exit !== undefined) why = describeExit(exit);
      deaths.push(Date.now());
      const next = afterDeath(deaths, Date.now(), this.#policy);
      if (next.is === "give_up")
        return this.#giveUp({ name: this.name, why, lastLines: run?.lastLines() ?? [] });
      this.#tell(`${this.name} ${why}; it is started again in ${next.pauseMs / 1000} s`);
      [run, why] = await this.#again(next.pauseMs);
    }
  }

  async #again(pauseMs: number): Promise<[Run | undefined, string]> {
    const { signal } = this.#stopping;
    try {
      await delay(pauseMs, undefined, { signal });
      const run = await this.#child.start(signal);
      this.#tell(`${this.name} is back`);
      return [run, ""];
    } catch (error) {
      return [undefined, `could not be started (${error instanceof Error ? error.message : String(error)})`];
    }
  }
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
