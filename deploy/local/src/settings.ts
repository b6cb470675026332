import { ConfigProblems, durationMs, loadConfig, secret, text, url, wholeNumber } from "@rollcall/runtime";
import type { Environment } from "@rollcall/servers";
import { z } from "zod";

const port = (standard: number) => wholeNumber(standard, { min: 1, max: 65_535 });

const schema = z.object({
  LIVEKIT_URL: url(["ws", "wss", "http", "https"]).optional(),
  LIVEKIT_API_KEY: text("the name of a key of LiveKit").optional(),
  LIVEKIT_API_SECRET: secret("the secret of that key").optional(),
  NATS_URL: url(["nats", "tls", "ws", "wss"]).optional(),
  MONGODB_URL: url(["mongodb", "mongodb+srv"]).optional(),
  INGRESS_PORT: port(8081),
  ATTENDANCE_PORT: port(8082),
  VERIFIER_PORT: port(8083),
  QUERY_PORT: port(8080),
  VERIFY_INTERVAL_MS: durationMs(30_000, { min: 1000, max: 600_000 }),
  DATA_DIR: text("a folder").default(".rollcall"),
});

/** The settings of `npm start`; what is not named here reaches the services as it is. */
export type Settings = z.output<typeof schema>;

/** Reads the settings; an empty variable counts as unset. Throws ConfigProblems that names every problem. */
export function readSettings(env: Environment): Settings {
  const between = problemsBetween(env);
  try {
    const settings = loadConfig(schema, env);
    if (between.length === 0) return settings;
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    throw new ConfigProblems([...error.problems, ...between]);
  }
  throw new ConfigProblems(between);
}

/** What is wrong with settings that are right by themselves. */
function problemsBetween(env: Environment): string[] {
  const isSet = (name: string) => Boolean(env[name]);
  const problems: string[] = [];
  const key = ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"] as const;
  const needing = ["LIVEKIT_URL", ...key].find(isSet);
  for (const name of key) {
    if (needing !== undefined && !isSet(name))
      problems.push(`${name} is not set: it is needed with ${needing}`);
  }
  const secretLength = env["LIVEKIT_API_SECRET"]?.length ?? 0;
  if (!isSet("LIVEKIT_URL") && secretLength > 0 && secretLength < 32) {
    problems.push("LIVEKIT_API_SECRET: must have at least 32 characters");
  }
  return [...problems, ...samePorts(env)];
}

function samePorts(env: Environment): string[] {
  const ports = [
    ["QUERY_PORT", env["QUERY_PORT"] || "8080"],
    ["INGRESS_PORT", env["INGRESS_PORT"] || "8081"],
    ["ATTENDANCE_PORT", env["ATTENDANCE_PORT"] || "8082"],
    ["VERIFIER_PORT", env["VERIFIER_PORT"] || "8083"],
  ] as const;
  return ports.flatMap(([name, value], index) => {
    const earlier = ports.slice(0, index).find(([, other]) => other === value);
    return earlier === undefined ? [] : [`${name}: is ${value}, as ${earlier[0]} is`];
  });
}
