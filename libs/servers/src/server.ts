import type { AcquireOptions } from "./acquire.ts";
import type { Exit } from "./run-process.ts";

/** A server that answers. Disposing it stops it, unless it was given by URL. */
export type Server = AsyncDisposable & {
  readonly url: string;
  /** Process id while it runs as a process of ours; changes with a restart. */
  readonly pid: number | undefined;
  /** Settles when the process that runs now has ended; never for a given server or a container. */
  exited(): Promise<Exit>;
  /** The end of its output. */
  lastLines(): readonly string[];
  /** Sends a signal; when that ends the server, resolves after its end. Default SIGKILL. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it when it runs and brings it back on the same port with the same data; resolves when it answers. */
  restart(signal?: AbortSignal): Promise<void>;
};

export type ServerOptions = AcquireOptions & {
  /** Kept when given; otherwise a temporary folder that goes with the server. */
  readonly dataDir?: string | undefined;
  /** On 127.0.0.1; default: a free one. */
  readonly port?: number | undefined;
  /** Time for a clean stop before it is killed; default: what the server usually needs. */
  readonly stopGraceMs?: number | undefined;
  /** Every line that the server writes. */
  readonly onLine?: ((line: string) => void) | undefined;
};

/** How to run one server, as a process or in a container. */
export type ServerPlan = {
  readonly name: string;
  readonly url: string;
  readonly args: readonly string[];
  readonly dataDir: string;
  /** Resolves when the server answers; repeated until it does. Must give up when the signal aborts. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
  readonly readyLimitMs: number;
  /** Time for a clean stop before it is killed. */
  readonly stopGraceMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
};
