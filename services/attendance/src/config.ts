import { natsSettings, streamSettings } from "@rollcall/messaging";
import { mongodbUrl, port } from "@rollcall/runtime";
import { z } from "zod";

export const configSchema = z.object({
  ...natsSettings,
  ...streamSettings,
  MONGODB_URL: mongodbUrl,
  ATTENDANCE_PORT: port(8082),
});
