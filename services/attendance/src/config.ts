import { port, url } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  NATS_URL: url(["nats", "tls", "ws", "wss"]),
  MONGODB_URL: url(["mongodb", "mongodb+srv"]),
  ATTENDANCE_PORT: port(8082),
});
