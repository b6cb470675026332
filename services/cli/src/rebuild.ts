import { createLogger, type Environment } from "@rollcall/runtime";
import { openMongoStore } from "@rollcall/store";
import { addressOf, findAddresses } from "./addresses.ts";
import { tellProgress, type Terminal } from "./progress.ts";
import { reportText } from "./report-text.ts";
import { verifyRebuild } from "./verify-rebuild.ts";

export interface Surroundings {
  readonly env: Environment;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/** `rollcall rebuild --verify`. Gives the exit code: 0 when nothing differs, 1 when something does. */
export async function rebuild({ env, stdout, stderr }: Surroundings): Promise<number> {
  const url = addressOf("MONGODB_URL", await findAddresses(env));
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  await using store = await openMongoStore({ url, log, startLimitMs: 5_000 });
  const onProgress = tellProgress(stderr, () => performance.now());
  const report = await verifyRebuild(store, { onProgress });
  stdout.write(`${reportText(report)}\n`);
  return report.differences.length === 0 ? 0 : 1;
}
