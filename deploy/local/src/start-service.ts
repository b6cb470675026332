import {
  runProcess,
  ServerFailed,
  untilReady,
  type Environment,
  type RunningProcess,
} from "@rollcall/servers";
import {
  checkout,
  originOf,
  ownServices,
  portVariables,
  type NodeArguments,
  type ServiceName,
} from "./service-names.ts";

export type ServiceOptions = {
  readonly name: ServiceName;
  readonly port: number;
  /** The whole environment, but for the service's own port. */
  readonly env: Environment;
  /** Default: the services of this checkout. */
  readonly nodeArguments?: NodeArguments | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
};

export const serviceStopGraceMs = 10_000;
const readyLimitMs = 60_000;

/** Starts a service as a process and resolves when its /readyz says 200; rejects with its last lines. */
export async function startService(options: ServiceOptions, signal?: AbortSignal): Promise<RunningProcess> {
  const { name, port, env, nodeArguments = ownServices, onLine } = options;
  const running = await runProcess({
    command: process.execPath,
    args: nodeArguments(name),
    env: { ...env, [portVariables[name]]: String(port) },
    cwd: checkout,
    ...(onLine && { onLine }),
  });
  const ended = new AbortController();
  void running.exited.then(() => ended.abort(new Error("it ended")));
  const abort = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  try {
    await untilReady((limit) => askReady(originOf(name, port, env), limit), readyLimitMs, abort);
    return running;
  } catch (error) {
    const why = running.hasExited() ? "ended before it was ready" : "was not ready in time";
    await running.stop(serviceStopGraceMs);
    signal?.throwIfAborted();
    throw new ServerFailed(name, why, running.lastLines(), error);
  }
}

async function askReady(origin: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${origin}/readyz`, { signal });
  const body = await response.text();
  if (!response.ok) throw new Error(`/readyz says ${response.status}: ${body.slice(0, 200)}`);
}
