import { keySettings } from "@rollcall/livekit";
import { natsSettings } from "@rollcall/messaging";
import { httpTlsSettings, livekitUrl, mongodbUrl, port, verifyIntervalMs } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...keySettings,
  /** Where LiveKit tells the time; without it, our own clock counts. */
  LIVEKIT_URL: livekitUrl.optional(),
  ...natsSettings,
  ...httpTlsSettings,
  MONGODB_URL: mongodbUrl,
  /** As the verifier has it: evidence older than two and a half intervals is unverified. */
  VERIFY_INTERVAL_MS: verifyIntervalMs,
  QUERY_PORT: port(8080),
});
export type Config = z.output<typeof configSchema>;
