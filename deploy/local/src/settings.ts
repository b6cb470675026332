import { z } from "zod";

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);
const url = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => protocols.some((protocol) => text.startsWith(`${protocol}://`)), {
      error: `must start with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`,
    })
    .optional();

const ports = ["INGRESS_PORT", "ATTENDANCE_PORT", "VERIFIER_PORT", "QUERY_PORT"] as const;

/** The settings of `npm start`; what is not named here reaches the services as it is. */
export const settingsSchema = z
  .object({
    LIVEKIT_URL: url("ws", "wss", "http", "https"),
    LIVEKIT_API_KEY: z.string().optional(),
    LIVEKIT_API_SECRET: z.string().optional(),
    NATS_URL: url("nats", "tls", "ws", "wss"),
    MONGODB_URL: url("mongodb", "mongodb+srv"),
    INGRESS_PORT: port(8081),
    ATTENDANCE_PORT: port(8082),
    VERIFIER_PORT: port(8083),
    QUERY_PORT: port(8080),
    VERIFY_INTERVAL_MS: z.coerce.number().int().min(5000).max(600_000).default(30_000),
    DATA_DIR: z.string().default(".rollcall"),
  })
  .superRefine((settings, context) => {
    const problem = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = settings;
    const isOneMissing = (LIVEKIT_API_KEY === undefined) !== (LIVEKIT_API_SECRET === undefined);
    if (LIVEKIT_URL !== undefined || isOneMissing) {
      if (LIVEKIT_API_KEY === undefined)
        problem("LIVEKIT_API_KEY", "is needed, as LIVEKIT_URL or the secret is set");
      if (LIVEKIT_API_SECRET === undefined)
        problem("LIVEKIT_API_SECRET", "is needed, as LIVEKIT_URL or the key is set");
    }
    if (LIVEKIT_URL === undefined && LIVEKIT_API_SECRET !== undefined && LIVEKIT_API_SECRET.length < 32) {
      problem("LIVEKIT_API_SECRET", "must have at least 32 characters");
    }
    for (const [index, name] of ports.entries()) {
      const other = ports.slice(0, index).find((earlier) => settings[earlier] === settings[name]);
      if (other !== undefined) problem(name, `is ${settings[name]}, as ${other} is`);
    }
  });

export type Settings = z.infer<typeof settingsSchema>;

/** Reads the settings; throws one error that names every wrong one. An empty variable counts as unset. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}
