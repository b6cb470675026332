import { keySettings } from "@rollcall/livekit";
import { natsUrl, port } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...keySettings,
  NATS_URL: natsUrl,
  INGRESS_PORT: port(8081),
});
