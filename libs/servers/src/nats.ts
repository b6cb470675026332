import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { fillTemplate } from "./fill-template.ts";
import { natsKind } from "./server-kind.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./start-server.ts";
import { findVersion } from "./version.ts";

export type NatsOptions = ServerOptions & {
  /** Lines of NATS configuration that are added to `deploy/nats/nats.conf`. */
  readonly extraConfig?: string | undefined;
};

const template = new URL("../../../deploy/nats/nats.conf", import.meta.url);

/** Runs a nats-server with JetStream, configured by `deploy/nats/nats.conf`; `url` is `nats://127.0.0.1:<port>`. */
export function startNats(options: NatsOptions = {}): Promise<Server> {
  return startServer({ kind: natsKind, askVersion: askNatsVersion, prepare }, options);

  async function prepare(dataDir: string, port: number) {
    const config = join(dataDir, "nats.conf");
    const values = { port: String(port), storeDir: join(dataDir, "jetstream") };
    const text = fillTemplate(await readFile(template, "utf8"), values);
    await writeFile(config, `${text}\n${options.extraConfig ?? ""}\n`);
    const url = `nats://127.0.0.1:${port}`;
    return {
      url,
      args: ["-c", config],
      probe: async (signal: AbortSignal) => void (await askNatsVersion(url, signal)),
      readyLimitMs: 30_000,
      stopGraceMs: 5000,
    };
  }
}

/** Reads the greeting that a nats-server sends first on every connection. */
async function askNatsVersion(url: string, signal: AbortSignal): Promise<string | undefined> {
  const first = new URL(url.split(",")[0]?.trim() ?? url);
  const socket = connect(Number(first.port || 4222), first.hostname);
  try {
    const [chunk] = await once(socket, "data", { signal });
    const greeting = String(chunk);
    if (!greeting.startsWith("INFO ")) throw new Error("the answer is not that of a nats-server");
    return findVersion(/"version":"([^"]*)"/.exec(greeting)?.[1] ?? "");
  } finally {
    socket.destroy();
  }
}
