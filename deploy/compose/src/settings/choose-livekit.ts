import { ConfigProblems, loadConfig, port, type Environment } from "@rollcall/runtime";
import { z } from "zod";
import type { Secrets } from "./secrets.ts";

/** The LiveKit to record, as the services reach it. */
export type LiveKit = {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** It is the one that the compose file can start. */
  readonly isOurs: boolean;
  /** Media ports of ours, which clients must reach under the same numbers. */
  readonly tcpPort: number;
  readonly udpPort: number;
};

const portSettings = z.object({ LIVEKIT_TCP_PORT: port(7881), LIVEKIT_UDP_PORT: port(7882) });
const key = ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"] as const;

/** The LiveKit that the environment names, or else that of the compose file. Throws ConfigProblems. */
export function chooseLiveKit(env: Environment, secrets: Secrets): LiveKit {
  const needing = ["LIVEKIT_URL", ...key].find((name) => env[name]);
  const missing = needing === undefined ? [] : key.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new ConfigProblems(missing.map((name) => `${name} is not set: it is needed with ${needing}`));
  const ports = loadConfig(portSettings, env);
  return {
    url: env["LIVEKIT_URL"] || "ws://livekit:7880",
    apiKey: env["LIVEKIT_API_KEY"] || secrets.apiKey,
    apiSecret: env["LIVEKIT_API_SECRET"] || secrets.apiSecret,
    isOurs: !env["LIVEKIT_URL"],
    tcpPort: ports.LIVEKIT_TCP_PORT,
    udpPort: ports.LIVEKIT_UDP_PORT,
  };
}
