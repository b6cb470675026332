import { keySettings } from "@rollcall/livekit";
import { port, url } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...keySettings,
  NATS_URL: url(["nats", "tls"]),
  INGRESS_PORT: port(8081),
});
