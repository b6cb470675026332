import type { Instant } from "@rollcall/domain";
import { ConfigProblems, type Environment } from "@rollcall/runtime";
import { asOfText } from "./as-of-text.ts";
import { foldArchive } from "./fold-archive.ts";
import { openReading } from "./open-reading.ts";
import { tellProgress, type Terminal } from "./progress.ts";
import { reportText } from "./report-text.ts";
import { verifyRebuild } from "./verify-rebuild.ts";

export interface Surroundings {
  readonly env: Environment;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

export interface RebuildOptions {
  /** Tell the state as of this instant instead of comparing. */
  readonly asOf?: Instant | undefined;
  readonly meeting?: string | undefined;
}

/** `rollcall rebuild --verify`. Gives the exit code: 0 when nothing differs, 1 when something does. */
export async function rebuild(
  { asOf, meeting }: RebuildOptions,
  { env, stdout, stderr }: Surroundings,
): Promise<number> {
  if (meeting !== undefined && asOf === undefined) throw new ConfigProblems(["--meeting needs --as-of."]);
  await using reading = await openReading({ env });
  const { store, tools } = reading;
  const onProgress = tellProgress(stderr, () => performance.now());
  if (asOf !== undefined) {
    const rebuilt = await foldArchive(store, { until: asOf, onProgress });
    stdout.write(`${asOfText(rebuilt, { asOf, meeting, policy: tools.policy })}\n`);
    return 0;
  }
  const report = await verifyRebuild(store, { onProgress });
  stdout.write(`${reportText(report)}\n`);
  return report.differences.length === 0 ? 0 : 1;
}
