import { createLogger } from "@rollcall/runtime";
import type { Surroundings } from "../surroundings.ts";
import { checks } from "./checks/index.ts";
import { doctorJson } from "./doctor-json.ts";
import { doctorText } from "./doctor-text.ts";
import { openInstallation } from "./installation.ts";
import { runChecks } from "./run-checks.ts";
import { findSettings, type DoctorOptions } from "./settings.ts";

/** `rollcall doctor`. Gives the exit code: 0 when no check found a problem, 1 when one did. */
export async function doctor(options: DoctorOptions, { env, stdout }: Surroundings): Promise<number> {
  const settings = await findSettings(options, env);
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  await using installation = openInstallation(settings, log);
  const results = await runChecks(checks, installation);
  stdout.write(`${options.json === true ? doctorJson(results, Date.now()) : doctorText(results)}\n`);
  return results.some(({ findings }) => findings.some(({ level }) => level === "problem")) ? 1 : 0;
}
