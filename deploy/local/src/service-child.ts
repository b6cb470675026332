import type { RunningProcess } from "@rollcall/servers";
import type { ServiceName } from "./service-names.ts";
import { startService, type ServiceOptions } from "./start-service.ts";
import type { Child, Run } from "./supervise.ts";

/** One of the four services as a child to supervise. */
export class ServiceChild implements Child {
  readonly name: ServiceName;
  readonly #options: ServiceOptions;
  #process: RunningProcess | undefined;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<Run> {
    this.#process = await startService(this.#options, signal);
    return this.#process;
  }

  async stop(graceMs: number): Promise<void> {
    if (this.#process?.hasExited() === false) await this.#process.stop(graceMs);
  }
}
