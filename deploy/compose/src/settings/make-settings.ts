import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LiveKit } from "./choose-livekit.ts";
import type { Secrets } from "./secrets.ts";

export type Program = "ingress" | "attendance" | "verifier" | "query" | "prepare";

const deploy = new URL("../../../", import.meta.url);
const mongodbUrl = "mongodb://mongo:27017/rollcall?replicaSet=rollcall";

/** The variables that each program is given; what its container's environment says comes first. */
export function settingsOf(program: Program, livekit: LiveKit, secrets: Secrets): Record<string, string> {
  const nats = { NATS_URL: natsUrl(program, secrets) };
  const mongodb = { MONGODB_URL: mongodbUrl };
  const key = { LIVEKIT_API_KEY: livekit.apiKey, LIVEKIT_API_SECRET: livekit.apiSecret };
  switch (program) {
    case "ingress":
      return { ...nats, ...key };
    case "attendance":
    case "prepare":
      return { ...nats, ...mongodb };
    case "verifier":
    case "query":
      return { ...nats, ...mongodb, ...key, LIVEKIT_URL: livekit.url };
  }
}

/**
 * Writes what each container needs into a folder of its own below `folder`: settings for Rollcall's programs, and the
 * configurations of NATS and LiveKit from the templates that `npm start` uses too.
 */
export async function makeSettings(folder: string, livekit: LiveKit, secrets: Secrets): Promise<void> {
  for (const program of ["ingress", "attendance", "verifier", "query", "prepare"] as const) {
    const lines = Object.entries(settingsOf(program, livekit, secrets)).map(
      ([name, value]) => `${name}='${value}'`,
    );
    await write(folder, program, "settings.env", `${lines.join("\n")}\n`);
  }
  await write(folder, "operator", "running.json", JSON.stringify(addresses(livekit, secrets), undefined, 2));
  await write(folder, "nats", "nats.conf", await natsConf(secrets));
  await write(folder, "livekit", "livekit.yaml", await livekitYaml(livekit));
}

async function write(folder: string, container: string, name: string, text: string): Promise<void> {
  await mkdir(join(folder, container), { recursive: true });
  await writeFile(join(folder, container, name), text, { mode: 0o600 });
}

/** What `npx rollcall` finds in its DATA_DIR. */
const addresses = (livekit: LiveKit, secrets: Secrets) => ({
  ingressUrl: "http://ingress:8081",
  queryUrl: "http://query:8080",
  livekitUrl: livekit.url,
  natsUrl: natsUrl("operator", secrets),
  mongodbUrl,
  apiKey: livekit.apiKey,
  apiSecret: livekit.apiSecret,
});

const natsUrl = (user: keyof Secrets["nats"], { nats }: Secrets) => `nats://${user}:${nats[user]}@nats:4222`;

async function natsConf({ nats }: Secrets): Promise<string> {
  const passwords = Object.entries(nats).map(([user, password]) => [`${user}Password`, password]);
  const values = { port: "4222", storeDir: "/data", ...Object.fromEntries(passwords) };
  return `${await filled("nats/nats.conf", values)}\n${await filled("nats/permissions.conf", values)}`;
}

const livekitYaml = (livekit: LiveKit) =>
  filled("livekit/livekit.yaml", {
    port: "7880",
    apiKey: JSON.stringify(livekit.apiKey),
    apiSecret: JSON.stringify(livekit.apiSecret),
    rtcTcpPort: String(livekit.tcpPort),
    rtcUdpPort: String(livekit.udpPort),
    rtcInterfaces: JSON.stringify(["eth0"]),
    emptyTimeoutSeconds: "300",
    departureTimeoutSeconds: "20",
    webhookUrls: JSON.stringify(["http://ingress:8081/livekit/webhook"]),
    webhookMaxAgeSeconds: "600",
    webhookMaxDepth: "5000",
    psrpcLists: "true",
    logLevel: "info",
  });

/** A template of the folder `deploy` with every `${name}` replaced; throws when a value is missing. */
async function filled(path: string, values: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile(new URL(path, deploy), "utf8");
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path} needs a value for ${name}`);
    return value;
  });
}
