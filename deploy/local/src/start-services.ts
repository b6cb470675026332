import { freePorts, inheritedEnvironment, type Environment, type RunningProcess } from "@rollcall/servers";
import {
  originOf,
  portVariables,
  serviceNames,
  type NodeArguments,
  type ServiceName,
} from "./service-names.ts";
import { serviceStopGraceMs, startService, type ServiceOptions } from "./start-service.ts";
import { startTogether } from "./start-together.ts";

export type ServicesOptions = {
  readonly natsUrl: string;
  readonly mongodbUrl: string;
  readonly livekitUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Further settings for all four, such as VERIFY_INTERVAL_MS. */
  readonly env?: Environment | undefined;
  /** Every line of output. */
  readonly log?: ((name: ServiceName, line: string) => void) | undefined;
  /** Ports to use instead of free ones. */
  readonly ports?: Partial<Record<ServiceName, number>> | undefined;
  /** Default: the services of this checkout. */
  readonly nodeArguments?: NodeArguments | undefined;
};

/** One of the services, in the hands of a test. */
export type ServiceControl = {
  /** Changes with a restart; `undefined` while it is down. */
  readonly pid: number | undefined;
  /** Sends a signal (default SIGKILL); when that ends the service, resolves after its end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it when it runs, starts it on the same port, resolves when it is ready. */
  restart(): Promise<void>;
};

export type Services = AsyncDisposable & {
  readonly ingressUrl: string;
  readonly queryUrl: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
  service(name: ServiceName): ServiceControl;
  /** What it has written since the start, over restarts; the last 20,000 lines. */
  output(name: ServiceName): string;
};

const linesKept = 20_000;

/**
 * Starts the four services as processes on free ports and resolves when all are ready. A service that dies stays
 * dead until `restart`, so that a test decides.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const ports = await choosePorts(options.ports ?? {});
  const env = serviceEnvironment(options, ports);
  const { nodeArguments, log } = options;
  const processes = new Map(
    serviceNames.map((name) => [
      name,
      new ServiceProcess({ name, port: ports[name], env, nodeArguments }, log),
    ]),
  );
  const all = [...processes.values()];
  const stopAll = async () => {
    for (const service of all) await service.stop();
  };
  try {
    await startTogether(all.map((service) => (signal) => service.restart(signal)));
  } catch (error) {
    await stopAll();
    throw error;
  }
  const find = (name: ServiceName) => {
    const service = processes.get(name);
    if (service === undefined) throw new Error(`there is no service ${name}`);
    return service;
  };
  return {
    ingressUrl: originOf("ingress", ports.ingress, env),
    queryUrl: originOf("query", ports.query, env),
    ports,
    service: find,
    output: (name) => find(name).lines.join("\n"),
    [Symbol.asyncDispose]: stopAll,
  };
}

class ServiceProcess implements ServiceControl {
  readonly lines: string[] = [];
  readonly #options: ServiceOptions;
  #process: RunningProcess | undefined;

  constructor(options: Omit<ServiceOptions, "onLine">, log: ServicesOptions["log"]) {
    const onLine = (line: string) => {
      this.lines.push(line);
      if (this.lines.length > linesKept) this.lines.shift();
      log?.(options.name, line);
    };
    this.#options = { ...options, onLine };
  }

  get pid(): number | undefined {
    return this.#process?.hasExited() === false ? this.#process.pid : undefined;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#process?.signal(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await this.#process?.exited;
  }

  async restart(signal?: AbortSignal): Promise<void> {
    await this.stop();
    this.#process = await startService(this.#options, signal);
  }

  async stop(): Promise<void> {
    if (this.#process?.hasExited() === false) await this.#process.stop(serviceStopGraceMs);
  }
}

async function choosePorts(
  given: Partial<Record<ServiceName, number>>,
): Promise<Record<ServiceName, number>> {
  const free = await freePorts(serviceNames.length);
  const choose = (name: ServiceName) => given[name] ?? free[serviceNames.indexOf(name)] ?? 0;
  return {
    ingress: choose("ingress"),
    verifier: choose("verifier"),
    attendance: choose("attendance"),
    query: choose("query"),
  };
}

/** Only what is named here reaches the services, so that a developer's own settings change no test. */
function serviceEnvironment(options: ServicesOptions, ports: Record<ServiceName, number>): Environment {
  const inherited = inheritedEnvironment();
  const kept = ["PATH", "HOME", "TMPDIR", "TZ"].map((name) => [name, inherited[name]]);
  const portSettings = serviceNames.map((name) => [portVariables[name], String(ports[name])]);
  return {
    ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(portSettings),
    NATS_URL: options.natsUrl,
    MONGODB_URL: options.mongodbUrl,
    LIVEKIT_URL: options.livekitUrl,
    LIVEKIT_API_KEY: options.apiKey,
    LIVEKIT_API_SECRET: options.apiSecret,
    ...options.env,
  };
}
