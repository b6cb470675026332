import {
  ConfigProblems,
  livekitUrl,
  loadConfig,
  mongodbUrl,
  natsUrl,
  secret,
  text,
  verifyIntervalMs,
  wholeNumber,
} from "@rollcall/runtime";
import type { Environment } from "@rollcall/servers";
import { z } from "zod";

const usualPorts = {
  QUERY_PORT: 8080,
  INGRESS_PORT: 8081,
  ATTENDANCE_PORT: 8082,
  VERIFIER_PORT: 8083,
} as const;

const port = (name: keyof typeof usualPorts) => wholeNumber(usualPorts[name], { min: 1, max: 65_535 });

export const settingsSchema = z.object({
  LIVEKIT_URL: livekitUrl.optional(),
  LIVEKIT_API_KEY: text("the name of a key of LiveKit").optional(),
  LIVEKIT_API_SECRET: secret("the secret of that key").optional(),
  NATS_URL: natsUrl.optional(),
  MONGODB_URL: mongodbUrl.optional(),
  QUERY_PORT: port("QUERY_PORT"),
  INGRESS_PORT: port("INGRESS_PORT"),
  ATTENDANCE_PORT: port("ATTENDANCE_PORT"),
  VERIFIER_PORT: port("VERIFIER_PORT"),
  VERIFY_INTERVAL_MS: verifyIntervalMs,
  DATA_DIR: text("a folder").default(".rollcall"),
});

/** The settings of `npm start`; what is not named here reaches the services as it is. */
export type Settings = z.output<typeof settingsSchema>;

/** Reads the settings; an empty variable counts as unset. Throws ConfigProblems that names every problem. */
export function readSettings(env: Environment): Settings {
  const between = problemsBetween(env);
  try {
    const settings = loadConfig(settingsSchema, env);
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
  const ports = Object.entries(usualPorts).map(([name, usual]) => [name, env[name] || `${usual}`] as const);
  return ports.flatMap(([name, value], index) => {
    const earlier = ports.slice(0, index).find(([, other]) => other === value);
    return earlier === undefined ? [] : [`${name}: is ${value}, as ${earlier[0]} is`];
  });
}
