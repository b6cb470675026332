import { recordsOf } from "@rollcall/domain/testing";
import { canonicalJson } from "@rollcall/store";
import { allOf } from "@rollcall/store/testing";
import { startAttendance } from "./attendance.ts";
import { strike } from "./blows.ts";
import { evidenceOf } from "./ledger.ts";
import { isSettled } from "./memory-stream.ts";
import { run } from "./scheduler.ts";
import { asItIs, type Variant } from "./variant.ts";
import { makeWorld, publishedRecords, type World } from "./world.ts";

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
  for (let n = 1; n <= world.setting.attendances; n += 1)
    world.processes.push(startAttendance(world, `attendance ${n}`));
  const isOver = () => world.unpublished === 0 && isSettled(world.evidence);
  const { stepMs } = world.setting;
  const cameToRest = await run(world.scheduler, isOver, { mostSteps, stepMs, between: () => strike(world) });
  const { trace } = world.scheduler;
  if (!cameToRest)
    return { problems: [...world.ledger.problems, `does not come to rest: ${unsettled(world)}`], trace };
  return { problems: [...world.ledger.problems, ...(await problemsAtRest(world))], trace };
}

const unsettled = ({ evidence }: World): string =>
  evidence.messages
    .filter(({ state }) => state === "waiting" || state === "pending")
    .map(({ sequence, state, deliveries }) => `${sequence} is ${state} (${deliveries})`)
    .join(", ");

async function problemsAtRest(world: World): Promise<readonly string[]> {
  const { store, traffic, dead } = world;
  const records = publishedRecords(world);
  const evidence = records.map(evidenceOf).filter((piece) => piece !== null);
  const archive = (await allOf(store.archived())).map(canonicalJson);
  const state = [...(await allOf(store.allStays())), ...(await allOf(store.allSessions()))];
  const stored = [...state, await store.livekit()].map(canonicalJson);
  const documentsOf = (pieces: typeof evidence) => {
    const { stays, rooms, livekit } = recordsOf(pieces);
    return [...stays.values(), ...rooms.values(), livekit].map(canonicalJson);
  };
  return [
    ...differences("the archive", archive, [...new Set(records.map(canonicalJson))]),
    ...differences("the documents", stored, documentsOf(evidence)),
    ...differences("the documents against another order", stored, documentsOf(evidence.toReversed())),
    ...differences("the dead letters", [...dead], [...traffic.poison, ...traffic.deadly]),
  ];
}

function differences(what: string, found: readonly string[], expected: readonly string[]): readonly string[] {
  const [have, want] = [found.toSorted(), expected.toSorted()];
  if (have.length === want.length && have.every((text, index) => text === want[index])) return [];
  return [
    ...want.filter((text) => !have.includes(text)).map((text) => `${what}: missing ${text}`),
    ...have.filter((text) => !want.includes(text)).map((text) => `${what}: unexpected ${text}`),
    ...(new Set(have).size < have.length ? [`${what}: something is there twice`] : []),
  ];
}
