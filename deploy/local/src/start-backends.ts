import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort, isPortTaken, startLiveKit, startMongo, startNats, type Server } from "@rollcall/servers";
import type { ApiKey } from "./own-key.ts";
import { checkLiveKitKey } from "./check-livekit-key.ts";
import { LogFile } from "./log-file.ts";
import { ServerChild } from "./server-child.ts";
import type { Settings } from "./settings.ts";
import { graceOf, type StoppedName } from "./stop-order.ts";
import type { Teller } from "./tell.ts";

export type BackendOptions = {
  readonly settings: Settings;
  readonly key: ApiKey;
  /** Absolute. */
  readonly dataDir: string;
  readonly teller: Teller;
};

export type Backends = {
  readonly nats: ServerChild;
  readonly mongo: ServerChild;
  readonly livekit: ServerChild;
};

// Where people look first; when something else is there, any free port will do.
const usualPorts = { "nats-server": 4222, mongod: 27017, "livekit-server": 7880 };

/** The three servers as children that have not been started; those given by URL are only checked. */
export function backends({ settings, key, dataDir, teller }: BackendOptions): Backends {
  const options = async (name: keyof typeof usualPorts, signal: AbortSignal) => ({
    dataDir: await folder(dataDir, name),
    port: await usualOrFree(usualPorts[name]),
    onLine: logTo(dataDir, name),
    onProgress: teller.progress,
    stopGraceMs: graceOf(name),
    signal,
  });
  const livekit = async (signal: AbortSignal): Promise<Server> => {
    const webhookUrls = [`http://127.0.0.1:${settings.INGRESS_PORT}/livekit/webhook`];
    const common = await options("livekit-server", signal);
    const server = await startLiveKit({ ...common, ...key, url: settings.LIVEKIT_URL, webhookUrls });
    if (settings.LIVEKIT_URL !== undefined) await checkLiveKitKey({ url: settings.LIVEKIT_URL, ...key });
    return server;
  };
  return {
    nats: new ServerChild("nats-server", async (signal) =>
      startNats({ ...(await options("nats-server", signal)), url: settings.NATS_URL }),
    ),
    mongo: new ServerChild("mongod", async (signal) =>
      startMongo({ ...(await options("mongod", signal)), url: settings.MONGODB_URL }),
    ),
    livekit: new ServerChild("livekit-server", livekit),
  };
}

/** Writes each line to `<dataDir>/logs/<name>.log`. */
export function logTo(dataDir: string, name: StoppedName): (line: string) => void {
  const file = new LogFile(join(dataDir, "logs", `${name}.log`));
  return (line) => file.write(line);
}

async function folder(dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, name);
  await mkdir(path, { recursive: true });
  return path;
}

async function usualOrFree(port: number): Promise<number> {
  return (await isPortTaken(port)) ? freePort() : port;
}
