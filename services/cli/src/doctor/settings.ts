import {
  natsSettings,
  natsTlsOf,
  streamLimitsOf,
  streamSettings,
  type NatsAddress,
  type TopologyLimits,
} from "@rollcall/messaging";
import { ConfigProblems, livekitUrl, loadConfig, port, text, verifyIntervalMs } from "@rollcall/runtime";
import type { Environment } from "@rollcall/runtime";
import type { LiveKitAccess } from "@rollcall/livekit";
import { z } from "zod";
import { findAddresses, readRunning, type Running } from "../addresses.ts";

/** What the command line may say of addresses that nothing else tells. */
export interface DoctorOptions {
  readonly json?: boolean;
  readonly ingress?: string;
  readonly attendance?: string;
  readonly verifier?: string;
  readonly query?: string;
  /** LiveKit's Prometheus address. */
  readonly livekitMetrics?: string;
  /** NATS' monitoring address. */
  readonly natsMonitor?: string;
}

export const serviceNames = ["ingress", "attendance", "verifier", "query"] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface Settings {
  readonly natsUrl: string | undefined;
  readonly natsTls?: NatsAddress["tls"];
  /** What the services are told to make of the streams; default: their own. */
  readonly streamLimits?: Partial<TopologyLimits>;
  readonly mongodbUrl: string | undefined;
  readonly livekit: LiveKitAccess | undefined;
  readonly serviceUrls: Readonly<Partial<Record<ServiceName, string>>>;
  readonly livekitMetrics: string | undefined;
  readonly natsMonitor: string | undefined;
  readonly intervalMs: number;
}

const schema = z.object({
  ...natsSettings,
  ...streamSettings,
  NATS_URL: natsSettings.NATS_URL.optional(),
  LIVEKIT_URL: livekitUrl.optional(),
  LIVEKIT_API_KEY: text("the API key of LiveKit").optional(),
  LIVEKIT_API_SECRET: text("the API secret of LiveKit").optional(),
  DATA_DIR: text("a folder").default(".rollcall"),
  VERIFY_INTERVAL_MS: verifyIntervalMs,
  ATTENDANCE_PORT: port(8082),
  VERIFIER_PORT: port(8083),
});

/** From the command line, the environment, and the running `npm start`, in this order. Throws `ConfigProblems`. */
export async function findSettings(options: DoctorOptions, env: Environment): Promise<Settings> {
  const config = loadConfig(schema, env);
  const running = await readRunning(config.DATA_DIR);
  const { NATS_URL: natsUrl, MONGODB_URL: mongodbUrl } = await findAddresses(env);
  const livekit = accessOf(config, running);
  if (natsUrl === undefined && mongodbUrl === undefined && livekit === undefined) {
    throw new ConfigProblems([
      "LIVEKIT_URL, NATS_URL and MONGODB_URL are not set, and no running `npm start` was found: set them, or set DATA_DIR to its data folder",
    ]);
  }
  return {
    ...{ natsUrl, mongodbUrl, livekit, intervalMs: config.VERIFY_INTERVAL_MS },
    natsTls: natsTlsOf(config),
    streamLimits: streamLimitsOf(config),
    serviceUrls: { ...localServices(running, config), ...givenServices(options) },
    ...{ livekitMetrics: options.livekitMetrics, natsMonitor: options.natsMonitor },
  };
}

type Config = z.output<typeof schema>;

function accessOf(config: Config, running: Running): LiveKitAccess | undefined {
  const url = config.LIVEKIT_URL ?? running.livekitUrl;
  const apiKey = config.LIVEKIT_API_KEY ?? running.apiKey;
  const apiSecret = config.LIVEKIT_API_SECRET ?? running.apiSecret;
  return url === undefined || apiKey === undefined || apiSecret === undefined
    ? undefined
    : { url, apiKey, apiSecret };
}

/** `npm start` runs all four on this machine. */
function localServices({ ingressUrl, queryUrl }: Running, config: Config): Settings["serviceUrls"] {
  if (ingressUrl === undefined || queryUrl === undefined) return {};
  return {
    ingress: ingressUrl,
    attendance: `http://127.0.0.1:${config.ATTENDANCE_PORT}`,
    verifier: `http://127.0.0.1:${config.VERIFIER_PORT}`,
    query: queryUrl,
  };
}

const givenServices = (options: DoctorOptions): Settings["serviceUrls"] =>
  Object.fromEntries(
    serviceNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
