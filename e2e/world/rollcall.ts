import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../services/cli/src/main.ts", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
}

/** As a world has them. */
export type Addresses = Readonly<Record<"nats" | "mongo", { readonly url: string }>>;

/** Runs `rollcall …` as an operator of this world does. */
export async function rollcall({ nats, mongo }: Addresses, ...args: readonly string[]): Promise<Run> {
  const env = { PATH: process.env["PATH"], NATS_URL: nats.url, MONGODB_URL: mongo.url };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const stdout = await text(child.stdout);
  await closed;
  return { code: child.exitCode, stdout };
}
