import { rm } from "node:fs/promises";
import { runProcess, type Exit, type RunningProcess } from "./run-process.ts";
import { ServerFailed } from "./server-problems.ts";
import type { Server, ServerPlan } from "./server.ts";
import { untilReady } from "./until-ready.ts";
import type { Environment } from "./environment.ts";

export type ProgramPlan = ServerPlan & {
  readonly path: string;
  readonly env: Environment;
  /** Remove the data folder at the end. */
  readonly isTemporary: boolean;
};

const goesOn: ReadonlySet<NodeJS.Signals> = new Set(["SIGSTOP", "SIGCONT", "SIGHUP", "SIGUSR1", "SIGUSR2"]);

/** Starts a server's program and resolves when it answers. */
export async function startProgram(plan: ProgramPlan): Promise<Server> {
  try {
    return new ProgramServer(plan, await launch(plan, plan.signal));
  } catch (error) {
    if (plan.isTemporary) await rm(plan.dataDir, { recursive: true, force: true });
    throw error;
  }
}

class ProgramServer implements Server {
  readonly #plan: ProgramPlan;
  #process: RunningProcess;
  #isDisposed = false;

  constructor(plan: ProgramPlan, process: RunningProcess) {
    this.#plan = plan;
    this.#process = process;
  }

  get url(): string {
    return this.#plan.url;
  }

  get pid(): number | undefined {
    return this.#process.hasExited() ? undefined : this.#process.pid;
  }

  exited(): Promise<Exit> {
    return this.#process.exited;
  }

  lastLines(): readonly string[] {
    return this.#process.lastLines();
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#process.signal(signal);
    if (!goesOn.has(signal)) await this.#process.exited;
  }

  async restart(signal?: AbortSignal): Promise<void> {
    if (this.#isDisposed) throw new Error(`${this.#plan.name} is disposed`);
    if (!this.#process.hasExited()) await this.#process.stop(this.#plan.stopGraceMs);
    this.#process = await launch(this.#plan, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    if (!this.#process.hasExited()) await this.#process.stop(this.#plan.stopGraceMs);
    if (this.#plan.isTemporary) await rm(this.#plan.dataDir, { recursive: true, force: true });
  }
}

async function launch(plan: ProgramPlan, signal?: AbortSignal): Promise<RunningProcess> {
  signal?.throwIfAborted();
  const { path: command, args, env, onLine } = plan;
  const running = await runProcess({ command, args, env, ...(onLine && { onLine }) });
  const ended = new AbortController();
  void running.exited.then(() => ended.abort(new Error("ended before it was ready")));
  const abort = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  try {
    await untilReady(plan.probe, plan.readyLimitMs, abort);
    return running;
  } catch (error) {
    const why = running.hasExited() ? "ended before it was ready" : "was not ready in time";
    await running.stop(plan.stopGraceMs);
    signal?.throwIfAborted();
    throw new ServerFailed(plan.name, why, running.lastLines(), error);
  }
}
