import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Addresses } from "../addresses.ts";
import { runFile } from "../run-file.ts";

const schema = z.looseObject({
  ingressUrl: z.string(),
  queryUrl: z.string(),
  livekitUrl: z.string(),
  natsUrl: z.string(),
  mongodbUrl: z.string(),
  apiKey: z.string(),
  apiSecret: z.string(),
});

/** Where the product that runs on this data folder is; throws a plain sentence when none does. */
export async function readRunning(dataDir: string): Promise<Addresses> {
  const text = await readFile(runFile(dataDir), "utf8").catch(() => "{}");
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`Rollcall does not run on DATA_DIR=${dataDir}. Start it in another terminal: npm start`);
}
