import { mongodbUrl, natsUrl, port } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  NATS_URL: natsUrl,
  MONGODB_URL: mongodbUrl,
  ATTENDANCE_PORT: port(8082),
});
