import { keySettings } from "@rollcall/livekit";
import { natsSettings, streamSettings } from "@rollcall/messaging";
import { httpTlsSettings, port, wholeNumber } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...keySettings,
  ...natsSettings,
  ...streamSettings,
  ...httpTlsSettings,
  /**
   * LiveKit takes 413 for delivered. Its webhooks stay far below the default unless rooms or participants carry much
   * metadata: 512 KiB each are allowed, which JSON can write as 7 MB. NATS' `max_payload` must take it too.
   */
  WEBHOOK_LIMIT_BYTES: wholeNumber(256 * 1024, { min: 16 * 1024, max: 7 * 1024 * 1024 }),
  INGRESS_PORT: port(8081),
});
