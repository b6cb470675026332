import { second } from "@rollcall/domain";
import { startAttendance } from "./attendance.ts";
import { problemsAtRest } from "./at-rest.ts";
import { strike } from "./blows.ts";
import { tick } from "./bus.ts";
import { isSettled, unsettled } from "./memory-stream.ts";
import { run } from "./scheduler.ts";
import { asItIs, type Variant } from "./variant.ts";
import { intervalMs, startVerifier } from "./verifier.ts";
import { makeWorld, type World } from "./world.ts";

export interface Run {
  /** What is wrong, in words; nothing when all promises held. */
  readonly problems: readonly string[];
  /** What happened, in order. */
  readonly trace: readonly string[];
}

const mostSteps = 30_000;

/** Lets one seed happen: the same seed gives the same run, to the last step. */
export async function runSeed(seed: number, variant: Variant = asItIs): Promise<Run> {
  const world = makeWorld(seed, variant);
  const { scheduler, setting, ledger, processes } = world;
  for (let n = 1; n <= setting.attendances; n += 1) processes.push(startAttendance(world, `attendance ${n}`));
  for (let n = 1; n <= setting.verifiers; n += 1) processes.push(startVerifier(world, `verifier ${n}`));
  if (setting.verifiers > 0) tick(world, intervalMs);
  const cameToRest = await run(scheduler, () => isAtRest(world), {
    mostSteps,
    between: () => strike(world),
  });
  const left = [world.evidence, world.checks].flatMap(unsettled).join(", ");
  const atRest = cameToRest ? await problemsAtRest(world) : [`does not come to rest: ${left}`];
  return { problems: [...ledger.problems, ...atRest], trace: scheduler.trace };
}

/** After the last one has gone the verifier looks for so long at least. */
const restMs = 60 * second;

async function isAtRest(world: World): Promise<boolean> {
  const { scheduler, setting, visits, evidence, checks, store } = world;
  if (world.unpublished > 0 || !isSettled(evidence)) return false;
  if (setting.verifiers === 0) return true;
  const lastAt = Math.max(...visits.map(({ heldUntil }) => heldUntil));
  if (scheduler.now < lastAt + restMs || !isSettled(checks) || world.scheduled.size > 0) return false;
  return (await store.roomsWithOpenStays()).length === 0;
}
