import { openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { addressOf, findAddresses } from "../addresses.ts";
import type { Surroundings } from "../surroundings.ts";

/** The bus that the dead letters lie behind. Throws `ConfigProblems` when nobody says where NATS is. */
export async function openLetters({ env }: Pick<Surroundings, "env">): Promise<Bus> {
  const url = addressOf("NATS_URL", await findAddresses(env));
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  return openBus({ url, name: "rollcall", log, startLimitMs: 5_000 });
}
