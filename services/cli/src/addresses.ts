import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { natsSettings, natsTlsOf, type NatsAddress } from "@rollcall/messaging";
import { ConfigProblems, loadConfig, mongodbUrl, text, type Environment } from "@rollcall/runtime";
import { z } from "zod";

const folder = { DATA_DIR: text("a folder").default(".rollcall") };
const settings = z.object({
  ...natsSettings,
  NATS_URL: natsSettings.NATS_URL.optional(),
  MONGODB_URL: mongodbUrl.optional(),
  ...folder,
});

/** The folder of `npm start`, and of the places that stopped runs keep. */
export const dataDirOf = (env: Environment): string => loadConfig(z.object(folder), env).DATA_DIR;

/** What a running `npm start` leaves in its data folder. */
const running = z.looseObject({
  natsUrl: z.string().optional(),
  mongodbUrl: z.string().optional(),
  livekitUrl: z.string().optional(),
  ingressUrl: z.string().optional(),
  queryUrl: z.string().optional(),
  apiKey: z.string().optional(),
  apiSecret: z.string().optional(),
});
export type Running = z.output<typeof running>;

export interface Addresses {
  readonly NATS_URL: string | undefined;
  readonly MONGODB_URL: string | undefined;
}

/** Where the servers are: from the environment, else where the running `npm start` has them. */
export async function findAddresses(env: Environment): Promise<Addresses> {
  const { NATS_URL, MONGODB_URL, DATA_DIR } = loadConfig(settings, env);
  const found = await readRunning(DATA_DIR);
  return { NATS_URL: NATS_URL ?? found.natsUrl, MONGODB_URL: MONGODB_URL ?? found.mongodbUrl };
}

/** NATS as the environment, or else the running `npm start`, has it. Throws `ConfigProblems` when nobody says where. */
export async function findNats(env: Environment): Promise<NatsAddress> {
  return { url: addressOf("NATS_URL", await findAddresses(env)), tls: natsTlsOf(loadConfig(settings, env)) };
}

/** The address of one server. Throws `ConfigProblems` when nobody says where it is. */
export function addressOf(name: keyof Addresses, addresses: Addresses): string {
  const address = addresses[name];
  if (address !== undefined) return address;
  throw new ConfigProblems([
    `${name} is not set, and no running \`npm start\` was found: set it, or set DATA_DIR to its data folder`,
  ]);
}

/** Empty when no `npm start` runs on this data folder. Throws `ConfigProblems` when its file cannot be read. */
export async function readRunning(dataDir: string): Promise<Running> {
  const path = join(dataDir, "running.json");
  try {
    return running.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new ConfigProblems([`${path} cannot be read: ${error instanceof Error ? error.message : "?"}`]);
  }
}
