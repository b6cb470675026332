import { consumers, type RoomCheck } from "@rollcall/contracts";
import { second } from "@rollcall/domain";
import type { Delivery } from "@rollcall/messaging";
import { workOneByOne } from "@rollcall/messaging/testing";
import { handleWork, publishFindings, wireLooks, type Machine } from "@rollcall/verifier";
import { distantBus } from "./bus.ts";
import { distantLiveKit } from "./distant-livekit.ts";
import { sourceFor } from "./memory-stream.ts";
import { call, startProcess, type Process } from "./process.ts";
import { sleep } from "./scheduler.ts";
import { untilEnded, workingOf } from "./working.ts";
import { log, storeFailure, type World } from "./world.ts";

export const intervalMs = 30 * second;
/** As the service has it. */
const looksAtOnce = 1_000;

/** Starts an instance of the verifier: its own loop, sweeps, looks and judgement. */
export function startVerifier(world: World, name: string): Process {
  const process = startProcess(name, (next) => startVerifier(world, next));
  const { variant } = world;
  const { lookWhenDue, sweep } = wireLooks(
    {
      livekit: variant.livekit(distantLiveKit(world, process)),
      clock: { toLiveKit },
      store: readsOf(world, process),
      findings: publishFindings(variant.outbox(distantBus(world, process)), intervalMs, (ours) => ours),
      ...{ log, machine: machineOf(world, process) },
    },
    { intervalMs, instance: name },
  );
  const look = (check: RoomCheck) => lookWhenDue(check);
  const handle = (delivery: Delivery) => handleWork(delivery, { noteTick: () => {}, sweep, look });
  const working = workingOf(world, process, consumers.verifier, (batch) => Promise.all(batch.map(handle)));
  untilEnded(world, process, workOneByOne(working, sourceFor(world.checks, process), looksAtOnce));
  return process;
}

/** Our clock and LiveKit's agree. */
const toLiveKit = (ours: number) => ({ earliest: ours, latest: ours, isMeasured: true });

function machineOf({ scheduler }: World, process: Process): Machine {
  const now = () => scheduler.now;
  const wait = (ms: number) => sleep(scheduler, process, ms);
  return {
    ...{ now, steady: now, wait },
    within: (promise, limitMs, fallback) => Promise.race([promise, wait(limitMs).then(() => fallback)]),
    newId: () => String(scheduler.chance.whole(0, 2 ** 48)),
  };
}

function readsOf(world: World, process: Process) {
  const read = async <Answer>(what: string, ask: () => Promise<readonly Answer[]>) => {
    const parts = [ask];
    return (await call(world.scheduler, process, { what, parts, failure: storeFailure(world) })).flat();
  };
  return {
    openStaysIn: (room: string) => read(`open stays in ${room}`, () => world.store.openStaysIn(room)),
    roomsWithOpenStays: () => read("rooms with open stays", () => world.store.roomsWithOpenStays()),
  };
}
