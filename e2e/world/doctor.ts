import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Environment } from "@rollcall/servers";
import type { LiveKitAccess } from "@rollcall/testkit";
import { z } from "zod";
import type { World } from "./world.ts";

const findingSchema = z.strictObject({
  code: z.string(),
  level: z.enum(["ok", "warning", "problem", "unknown"]),
  found: z.string(),
  effect: z.string().nullable(),
  change: z.string().nullable(),
  measured: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});
const reportSchema = z.strictObject({
  version: z.literal(1),
  checkedAt: z.iso.datetime(),
  result: z.enum(["ok", "problems"]),
  checks: z.array(z.strictObject({ name: z.string(), tookMs: z.number(), findings: z.array(findingSchema) })),
});

export type Finding = z.output<typeof findingSchema>;

/** What the doctor said, and how it exited. */
export interface Report {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
}

const main = fileURLToPath(new URL("../../services/cli/src/main.ts", import.meta.url));

export interface Examination {
  readonly access: LiveKitAccess;
  readonly intervalMs: number;
  readonly options: readonly string[];
  /** The environment of the doctor's own clock; default: this machine's. */
  readonly clock?: Environment;
}

/** Runs `rollcall doctor --json` as an operator of this world does. */
export async function examine(
  { nats, mongo, services }: Pick<World, "nats" | "mongo" | "services">,
  { access, intervalMs, options, clock = {} }: Examination,
): Promise<Report> {
  const addresses = Object.entries(services.ports).flatMap(([name, port]) => [
    `--${name}`,
    `http://127.0.0.1:${port}`,
  ]);
  const env = {
    ...{ PATH: process.env["PATH"], NATS_URL: nats.url, MONGODB_URL: mongo.url },
    ...{ LIVEKIT_URL: access.url, LIVEKIT_API_KEY: access.apiKey, LIVEKIT_API_SECRET: access.apiSecret },
    VERIFY_INTERVAL_MS: String(intervalMs),
    ...clock,
  };
  const child = spawn(process.execPath, [main, "doctor", "--json", ...addresses, ...options], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const said = await text(child.stdout);
  await closed;
  const { checks } = reportSchema.parse(JSON.parse(said));
  return { exitCode: child.exitCode, findings: checks.flatMap(({ findings }) => findings) };
}

/** The codes of the findings of these levels, in order. */
export const codesAt = ({ findings }: Report, ...levels: readonly Finding["level"][]): readonly string[] =>
  findings.filter(({ level }) => levels.includes(level)).map(({ code }) => code);
