import { keySettings } from "@rollcall/livekit";
import { durationMs, port, url } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...keySettings,
  /** Where LiveKit tells the time; without it, our own clock counts. */
  LIVEKIT_URL: url(["ws", "wss", "http", "https"]).optional(),
  NATS_URL: url(["nats", "tls", "ws", "wss"]),
  MONGODB_URL: url(["mongodb", "mongodb+srv"]),
  /** As the verifier has it: evidence older than two and a half intervals is unverified. */
  VERIFY_INTERVAL_MS: durationMs(30_000, { min: 1_000, max: 600_000 }),
  QUERY_PORT: port(8080),
});
export type Config = z.output<typeof configSchema>;
