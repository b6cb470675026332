import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Environment } from "@rollcall/servers";
import type { Addresses } from "./addresses.ts";
import { checkPorts } from "./check-ports.ts";
import { ownKey, type ApiKey } from "./own-key.ts";
import { claimDataDir } from "./run-file.ts";
import { screen } from "./screen.ts";
import { ServiceChild } from "./service-child.ts";
import { checkout, portVariables, serviceNames, type NodeArguments } from "./service-names.ts";
import type { Settings } from "./settings.ts";
import { backends, logTo } from "./start-backends.ts";
import { startTogether } from "./start-together.ts";
import { stopInOrder } from "./stop-order.ts";
import { supervise, type Child, type Failure, type Supervised } from "./supervise.ts";
import type { Teller } from "./tell.ts";
import { viewerToken } from "./viewer-token.ts";
import { whenAborted } from "./when-aborted.ts";

export type ProductOptions = {
  readonly settings: Settings;
  /** What the services get, besides what is decided here. */
  readonly env: Environment;
  readonly teller: Teller;
  /** Aborts when the product shall stop. */
  readonly stop: AbortSignal;
  readonly nodeArguments?: NodeArguments | undefined;
};

/**
 * Runs the whole product until it shall stop or a part of it dies again and again. Everything that was started
 * has ended when this settles. Rejects with the reason when the start or a part fails; a stop is no failure.
 */
export async function runProduct(options: ProductOptions): Promise<void> {
  const { settings, stop, teller } = options;
  await checkPorts(settings);
  const dataDir = resolve(checkout, settings.DATA_DIR);
  await mkdir(join(dataDir, "logs"), { recursive: true });
  await using claim = await claimDataDir(dataDir);
  const running: Supervised[] = [];
  try {
    const addresses = await startAll(options, dataDir, running);
    await claim.publish(addresses);
    const token = await viewerToken(addresses);
    const isOwnLiveKit = settings.LIVEKIT_URL === undefined;
    teller.line(screen({ ...addresses, token, dataDir, isOwnLiveKit }));
    const failure = await Promise.race([whenAborted(stop), ...running.map((child) => child.failed)]);
    if (failure !== undefined) throw new Error(describeFailure(failure));
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    if (running.length > 0) teller.line("Stopping.");
    await stopInOrder(running, teller.line);
  }
}

async function startAll(options: ProductOptions, dataDir: string, running: Supervised[]): Promise<Addresses> {
  const { settings, teller, stop } = options;
  const start = async (child: Child, signal: AbortSignal) => {
    running.push(await supervise(child, { tell: teller.line, signal }));
  };
  const key = await chooseKey(settings, dataDir);
  const { nats, mongo, livekit } = backends({ settings, key, dataDir, teller });
  for (const server of [nats, mongo, livekit]) await start(server, stop);
  const addresses: Addresses = {
    ingressUrl: `http://127.0.0.1:${settings.INGRESS_PORT}`,
    queryUrl: `http://127.0.0.1:${settings.QUERY_PORT}`,
    natsUrl: nats.url,
    mongodbUrl: mongo.url,
    livekitUrl: livekit.url,
    ...key,
  };
  const children = services(options, dataDir, addresses);
  await startTogether(
    children.map((child) => (signal) => start(child, signal)),
    stop,
  );
  return addresses;
}

async function chooseKey(settings: Settings, dataDir: string): Promise<ApiKey> {
  const { LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = settings;
  return apiKey === undefined || apiSecret === undefined ? ownKey(dataDir) : { apiKey, apiSecret };
}

function services(options: ProductOptions, dataDir: string, addresses: Addresses): Child[] {
  const { settings, nodeArguments } = options;
  const env: Environment = {
    ...options.env,
    // Its own addresses are this machine's, and without TLS.
    TLS_CERT_FILE: undefined,
    TLS_KEY_FILE: undefined,
    NATS_URL: addresses.natsUrl,
    MONGODB_URL: addresses.mongodbUrl,
    LIVEKIT_URL: addresses.livekitUrl,
    LIVEKIT_API_KEY: addresses.apiKey,
    LIVEKIT_API_SECRET: addresses.apiSecret,
    VERIFY_INTERVAL_MS: String(settings.VERIFY_INTERVAL_MS),
  };
  return serviceNames.map((name) => {
    const port = settings[portVariables[name]];
    return new ServiceChild({ name, port, env, nodeArguments, onLine: logTo(dataDir, name) });
  });
}

function describeFailure({ name, why, lastLines }: Failure): string {
  const shown = lastLines.slice(-30).map((line) => `  | ${line}`);
  return [`${name} died five times within a minute, the last time it ${why}.`, ...shown].join("\n");
}
