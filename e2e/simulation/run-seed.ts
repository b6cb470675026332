import type { EvidenceRecord } from "@rollcall/contracts";
import { second } from "@rollcall/domain";
import { startAttendance } from "./attendance.ts";
import { problemsAtRest } from "./at-rest.ts";
import { strike } from "./blows.ts";
import { tick } from "./bus.ts";
import { isSettled, isUnsettled, unsettled } from "./memory-stream.ts";
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
  if (setting.verifiers > 0) tick(world, intervalMs, () => isAnybodyLeft(world));
  const cameToRest = await run(scheduler, () => isAtRest(world), {
    mostSteps,
    between: () => strike(world),
  });
  const left = [world.evidence, world.checks].flatMap(unsettled).join(", ");
  const atRest = cameToRest ? await problemsAtRest(world) : [`does not come to rest: ${left}`];
  return { problems: [...ledger.problems, ...atRest], trace: scheduler.trace };
}

async function isAtRest(world: World): Promise<boolean> {
  const { evidence, checks, scheduled } = world;
  if (world.unpublished > 0 || !isSettled(evidence)) return false;
  if (world.setting.verifiers === 0) return true;
  return isSettled(checks) && scheduled.size === 0 && !(await isAnybodyLeft(world));
}

/** After the last one has gone the verifier looks for so long at least. */
const restMs = 60 * second;

/** Whether somebody is in a room still, or open in the record, or may be so by what is on its way. */
async function isAnybodyLeft(world: World): Promise<boolean> {
  const lastAt = Math.max(...world.visits.map(({ heldUntil }) => heldUntil));
  if (world.scheduler.now < lastAt + restMs || world.unpublished > 0) return true;
  const isBad = ({ id }: EvidenceRecord) => world.poison.has(id) || world.deadly.has(id);
  const isOnItsWay = world.evidence.messages.some(
    (message) => isUnsettled(message) && !isBad(message.record),
  );
  return isOnItsWay || (await world.store.roomsWithOpenStays()).length > 0;
}
