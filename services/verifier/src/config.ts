import { keySettings } from "@rollcall/livekit";
import { natsSettings, streamSettings } from "@rollcall/messaging";
import { livekitUrl, mongodbUrl, port, verifyIntervalMs } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  LIVEKIT_URL: livekitUrl,
  LIVEKIT_API_KEY: keySettings.LIVEKIT_API_KEY,
  LIVEKIT_API_SECRET: keySettings.LIVEKIT_API_SECRET,
  ...natsSettings,
  ...streamSettings,
  MONGODB_URL: mongodbUrl,
  /** How often every room is looked at. */
  VERIFY_INTERVAL_MS: verifyIntervalMs,
  /** Health routes. */
  VERIFIER_PORT: port(8083),
});
export type Config = z.output<typeof configSchema>;
