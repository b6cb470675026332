import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { findNats } from "../addresses.ts";
import type { Surroundings } from "../surroundings.ts";

/** The bus that the dead letters lie behind. Throws `ConfigProblems` when nobody says where NATS is. */
export async function openLetters({ env }: Pick<Surroundings, "env">): Promise<Bus> {
  const nats = await findNats(env);
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  return openBus({ ...nats, name: "rollcall", log, startLimitMs: 5_000 });
}
