import { readFile, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fillTemplate } from "./fill-template.ts";
import { freePorts } from "./free-ports.ts";
import { liveKitKind } from "./server-kind.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./start-server.ts";

export type LiveKitOptions = ServerOptions & {
  readonly apiKey: string;
  /** At least 32 characters. */
  readonly apiSecret: string;
  readonly webhookUrls?: readonly string[] | undefined;
  /** How long, and how many for each room, webhooks wait for their delivery; LiveKit's own defaults are 30 and 200. */
  readonly webhookQueue?: { readonly maxAgeSeconds: number; readonly maxDepth: number } | undefined;
  /** Makes it one node of several on a Redis; each has a region of its own, where its rooms begin. */
  readonly cluster?: { readonly redisUrl: string; readonly region: string } | undefined;
  /** Who answers ListParticipants: the media node (`psrpc`, the default) or LiveKit's store. */
  readonly lists?: "psrpc" | "store" | undefined;
  /** How long a room without anybody lives; LiveKit's own defaults are 300 and 20. */
  readonly emptyTimeoutSeconds?: number | undefined;
  readonly departureTimeoutSeconds?: number | undefined;
  /** Media ports; default: free ones. */
  readonly rtcTcpPort?: number | undefined;
  readonly rtcUdpPort?: number | undefined;
  readonly logLevel?: "debug" | "info" | "warn" | "error" | undefined;
  /** Top-level YAML added to the configuration, such as a `limit:` section. */
  readonly extraYaml?: string | undefined;
};

const template = new URL("../../../deploy/livekit/livekit.yaml", import.meta.url);
const clusterTemplate = new URL("../../../deploy/livekit/cluster.yaml", import.meta.url);

/** Runs a livekit-server, configured by `deploy/livekit/livekit.yaml`; `url` is `ws://127.0.0.1:<port>`. */
export function startLiveKit(options: LiveKitOptions): Promise<Server> {
  return startServer({ kind: liveKitKind, askVersion, prepare }, options);

  async function prepare(dataDir: string, port: number) {
    const config = join(dataDir, "livekit.yaml");
    const yaml = fillTemplate(await readFile(template, "utf8"), await templateValues(options, port));
    const parts = [yaml, await clusterYaml(options.cluster), options.extraYaml ?? ""];
    // It holds the API secret.
    await writeFile(config, `${parts.join("\n")}\n`, { mode: 0o600 });
    const url = `ws://127.0.0.1:${port}`;
    return {
      url,
      args: ["--config", config],
      probe: (signal: AbortSignal) => askLiveKit(url, signal),
      readyLimitMs: 30_000,
      // On SIGTERM it waits until every room is empty, however long that takes.
      stopGraceMs: 2000,
    };
  }
}

async function templateValues(options: LiveKitOptions, port: number): Promise<Record<string, string>> {
  const [tcp, udp] = await freePorts(2);
  return {
    port: String(port),
    apiKey: JSON.stringify(options.apiKey),
    apiSecret: JSON.stringify(options.apiSecret),
    rtcTcpPort: String(options.rtcTcpPort ?? tcp),
    rtcUdpPort: String(options.rtcUdpPort ?? udp),
    rtcInterfaces: JSON.stringify([loopbackInterface()]),
    emptyTimeoutSeconds: String(options.emptyTimeoutSeconds ?? 300),
    departureTimeoutSeconds: String(options.departureTimeoutSeconds ?? 20),
    webhookUrls: JSON.stringify(options.webhookUrls ?? []),
    webhookMaxAgeSeconds: String(options.webhookQueue?.maxAgeSeconds ?? 600),
    webhookMaxDepth: String(options.webhookQueue?.maxDepth ?? 5000),
    psrpcLists: String(options.lists !== "store"),
    logLevel: options.logLevel ?? "info",
  };
}

async function clusterYaml(cluster: LiveKitOptions["cluster"]): Promise<string> {
  if (cluster === undefined) return "";
  const values = { redisAddress: new URL(cluster.redisUrl).host, region: JSON.stringify(cluster.region) };
  return fillTemplate(await readFile(clusterTemplate, "utf8"), values);
}

/** `lo` on Linux, `lo0` on macOS. */
function loopbackInterface(): string {
  const found = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some((a) => a.internal),
  );
  return found?.[0] ?? "lo";
}

/** LiveKit answers `GET /` when it is ready; it does not tell its version. */
async function askLiveKit(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url.replace(/^ws/, "http"), { signal });
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
}

async function askVersion(url: string, signal: AbortSignal): Promise<undefined> {
  await askLiveKit(url, signal);
  return undefined;
}
