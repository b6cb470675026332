import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type ApiKey = { readonly apiKey: string; readonly apiSecret: string };

/** The key of our own LiveKit, made at the first start and kept in the data folder, readable by its owner alone. */
export async function ownKey(dataDir: string): Promise<ApiKey> {
  const path = join(dataDir, "livekit-key.json");
  const kept = await readKept(path);
  if (kept !== undefined) return kept;
  const key = {
    apiKey: `API${randomBytes(6).toString("hex")}`,
    apiSecret: randomBytes(32).toString("base64url"),
  };
  await writeFile(path, `${JSON.stringify(key, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

async function readKept(path: string): Promise<ApiKey | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const key: unknown = JSON.parse(text);
  if (isApiKey(key)) return key;
  throw new Error(`${path} holds no apiKey and apiSecret; remove it to get a new key`);
}

function isApiKey(value: unknown): value is ApiKey {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string) => name in value && typeof Reflect.get(value, name) === "string";
  return has("apiKey") && has("apiSecret");
}
