import { once } from "node:events";
import { connect } from "node:net";
import { redisKind } from "./server-kind.ts";
import type { Server, ServerOptions } from "./server.ts";
import { startServer } from "./start-server.ts";
import { findVersion } from "./version.ts";

/**
 * Runs a Redis, or a Valkey, that writes down what it is told; `url` is `redis://127.0.0.1:<port>`. Several
 * livekit-servers on one Redis are one LiveKit: `startLiveKit({ cluster: { redisUrl, region } })`.
 */
export function startRedis(options: ServerOptions = {}): Promise<Server> {
  return startServer({ kind: redisKind, askVersion: askRedisVersion, prepare }, options);
}

async function prepare(dataDir: string, port: number) {
  const url = `redis://127.0.0.1:${port}`;
  const listening = ["--bind", "127.0.0.1", "--port", String(port)];
  const storing = ["--dir", dataDir, "--save", "", "--appendonly", "yes"];
  return {
    url,
    args: [...listening, ...storing],
    probe: async (signal: AbortSignal) => void (await askRedisVersion(url, signal)),
    readyLimitMs: 30_000,
    stopGraceMs: 2000,
  };
}

/** Asks for `INFO server`; `undefined` when the answer is one that keeps the version secret. */
async function askRedisVersion(url: string, signal: AbortSignal): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port || 6379), hostname);
  try {
    socket.write("INFO server\r\n");
    const [chunk] = await once(socket, "data", { signal });
    const answer = String(chunk);
    if (answer.startsWith("-NOAUTH")) return undefined;
    if (!answer.startsWith("$")) throw new Error("the answer is not that of a redis-server");
    return findVersion(/redis_version:(\S+)/.exec(answer)?.[1] ?? "");
  } finally {
    socket.destroy();
  }
}
