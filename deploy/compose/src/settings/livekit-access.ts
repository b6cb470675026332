import { ConfigProblems, type Environment } from "@rollcall/runtime";
import type { Secrets } from "./secrets.ts";

/** The LiveKit to record, as the services reach it. */
export type LiveKit = {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** It is the one that the compose file can start. */
  readonly isOurs: boolean;
};

const key = ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"] as const;

/** The LiveKit that the environment names, or else that of the compose file. Throws ConfigProblems. */
export function chooseLiveKit(env: Environment, secrets: Secrets): LiveKit {
  const needing = ["LIVEKIT_URL", ...key].find((name) => env[name]);
  const missing = needing === undefined ? [] : key.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new ConfigProblems(missing.map((name) => `${name} is not set: it is needed with ${needing}`));
  return {
    url: env["LIVEKIT_URL"] || "ws://livekit:7880",
    apiKey: env["LIVEKIT_API_KEY"] || secrets.apiKey,
    apiSecret: env["LIVEKIT_API_SECRET"] || secrets.apiSecret,
    isOurs: !env["LIVEKIT_URL"],
  };
}
