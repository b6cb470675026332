import type { Instant } from "@rollcall/domain";
import { meetingById } from "@rollcall/reading";
import { ConfigProblems, withoutCredentials } from "@rollcall/runtime";
import { dataDirOf } from "../addresses.ts";
import { meetingNamed, openReading, type OpenReading } from "../open-reading.ts";
import { createProgress } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { appliedText } from "./applied-text.ts";
import { applyRebuild } from "./apply-rebuild.ts";
import { asOfText, type MeetingThen } from "./as-of-text.ts";
import { checkpointPath } from "./checkpoint.ts";
import { compareAsOf } from "./compare-as-of.ts";
import type { Rebuilt } from "./fold-archive.ts";
import { foldResumably } from "./fold-resumably.ts";
import { meetingAsOf } from "./meeting-as-of.ts";
import { reportText } from "./report-text.ts";
import { mostLooks, verifyRebuild } from "./verify-rebuild.ts";

export interface RebuildOptions {
  /** Write what the archive gives where it differs. */
  readonly apply?: boolean | undefined;
  /** Tell the state as of this instant instead of comparing. */
  readonly asOf?: Instant | undefined;
  readonly meeting?: string | undefined;
  /** Do not go on where an earlier run was stopped. */
  readonly fresh?: boolean | undefined;
}

/** `rollcall rebuild`. Gives the exit code: 0 when nothing differs (any more), 1 when something does. */
export async function rebuild(options: RebuildOptions, surroundings: Surroundings): Promise<number> {
  const { apply = false, asOf, meeting } = options;
  if (meeting !== undefined && asOf === undefined) throw new ConfigProblems(["--meeting needs --as-of."]);
  if (apply && asOf !== undefined) {
    throw new ConfigProblems(["--as-of tells what was known; --apply would write it as what is known."]);
  }
  if (asOf !== undefined && asOf > Date.now()) throw new ConfigProblems(["--as-of lies in the future."]);
  await using reading = await openReading(surroundings);
  // Awaited, or MongoDB's connection would be closed under it.
  return asOf === undefined
    ? await compare(reading, options, surroundings)
    : await tellAsOf(reading, { ...options, asOf }, surroundings);
}

async function compare(
  reading: OpenReading,
  { apply = false, fresh }: RebuildOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { store } = reading;
  const { stdout } = surroundings;
  const interruption = surroundings.interruption();
  const total = await store.archivedCount();
  const { rebuilt, forget } = await fold(reading, undefined, fresh, surroundings, interruption);
  const report = await verifyRebuild(store, {
    lookProgress: (look) =>
      createProgress(surroundings.stderr, {
        ...{ what: `What differs, look ${look} of ${mostLooks - 1}`, of: "records", total },
      }),
    fold: async () => rebuilt,
    interruption,
  });
  stdout.write(`${reportText(report)}\n`);
  await forget();
  if (!apply || report.differences.length === 0) return report.differences.length === 0 ? 0 : 1;
  const applied = await applyRebuild(store, report.differences);
  const left = report.differences.length - applied.written;
  stdout.write(`${appliedText(applied, left)}\n`);
  return left === 0 ? 0 : 1;
}

async function tellAsOf(
  reading: OpenReading,
  { asOf, meeting, fresh }: RebuildOptions & { readonly asOf: Instant },
  surroundings: Surroundings,
): Promise<number> {
  const { store } = reading;
  const { rebuilt, forget } = await fold(reading, asOf, fresh, surroundings, surroundings.interruption());
  const since = await compareAsOf(rebuilt, store);
  const asked = meeting === undefined ? null : await meetingThen(reading, rebuilt, { asOf, name: meeting });
  surroundings.stdout.write(`${asOfText(rebuilt, { asOf, since, meeting: asked })}\n`);
  await forget();
  return since.missing.length === 0 ? 0 : 1;
}

/** Throws `ConfigProblems` for one of which nothing was known, and nothing is now. */
async function meetingThen(
  { tools }: OpenReading,
  rebuilt: Rebuilt,
  { asOf, name }: { readonly asOf: Instant; readonly name: string },
): Promise<MeetingThen> {
  const known = meetingAsOf(rebuilt, name, asOf, tools.policy);
  const now = known === null ? (await meetingNamed(tools, name)).meeting : await meetingById(tools, known.id);
  return { name, known, now };
}

async function fold(
  { store, url }: OpenReading,
  until: Instant | undefined,
  isFresh = false,
  { env, stderr: terminal }: Surroundings,
  interruption: AbortSignal,
) {
  const erasures = await store.erasures();
  return foldResumably(store, {
    path: checkpointPath(dataDirOf(env), [withoutCredentials(url), until ?? null]),
    basis: JSON.stringify(erasures.map(({ pseudonym, doneAt }) => [pseudonym, doneAt])),
    ...{ until, isFresh, terminal, interruption },
  });
}
