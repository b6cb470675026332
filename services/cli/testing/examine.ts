import { createLogger } from "@rollcall/runtime";
import type { Check } from "../src/doctor/check.ts";
import type { Finding } from "../src/doctor/finding.ts";
import { openInstallation } from "../src/doctor/installation.ts";
import { runChecks } from "../src/doctor/run-checks.ts";
import type { Settings } from "../src/doctor/settings.ts";

const nothing: Settings = {
  ...{ natsUrl: undefined, mongodbUrl: undefined, livekit: undefined },
  ...{ livekitMetrics: undefined, natsMonitor: undefined },
  ...{ serviceUrls: {}, intervalMs: 30_000 },
};

/** What one check finds in an installation of which only this is known. */
export async function examine(check: Check, known: Partial<Settings>): Promise<readonly Finding[]> {
  const log = createLogger("test", { level: "silent" });
  await using installation = openInstallation({ ...nothing, ...known }, log);
  const results = await runChecks([check], installation);
  return results.flatMap(({ findings }) => findings);
}

/** Levels and codes, such as `problem livekit_unreachable`, in order. */
export const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, code }) => `${level} ${code}`);
