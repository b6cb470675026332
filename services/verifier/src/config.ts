import { durationMs, port, secret, text, url } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  LIVEKIT_URL: url(["ws", "wss", "http", "https"]),
  LIVEKIT_API_KEY: text("the API key of LiveKit"),
  LIVEKIT_API_SECRET: secret("the API secret of LiveKit"),
  NATS_URL: url(["nats", "tls", "ws", "wss"]),
  MONGODB_URL: url(["mongodb", "mongodb+srv"]),
  /** How often every room is looked at. */
  VERIFY_INTERVAL_MS: durationMs(30_000, { min: 1_000, max: 600_000 }),
  /** Health routes. */
  VERIFIER_PORT: port(8083),
});
export type Config = z.output<typeof configSchema>;
