import { handleEvidence } from "@rollcall/attendance";
import { consumers } from "@rollcall/contracts";
import type { HandleBatch } from "@rollcall/messaging";
import { ackWaitMs, defaultBackoff, workInBatches, type Working } from "@rollcall/messaging/testing";
import { distantStore } from "./distant-store.ts";
import { sourceFor } from "./memory-stream.ts";
import { call, kill, startProcess, type Process } from "./process.ts";
import { later, sleep, type Scheduler } from "./scheduler.ts";
import { busFailure, keepDead, log, storeFailure, type World } from "./world.ts";

/** As the service has it. */
const mostMessages = 2_000;

/** Starts an instance of the attendance service: its own loop, fold, retries and verdicts. */
export function startAttendance(world: World, name: string): Process {
  const process = startProcess(name);
  const { scheduler, evidence, variant, ledger } = world;
  const store = distantStore(
    { scheduler, ledger, store: world.store, storeFailure: () => storeFailure(world) },
    process,
  );
  const announcing = {
    notify: async () => {},
    schedule: () => toBus(world, process, "ask for a look", async () => {}),
    now: () => scheduler.now,
  };
  const handle = variant.handle(handleEvidence({ store: variant.store(store), announcing, log }));
  const working: Working = {
    ...consumers.attendance,
    ...{ backoff: defaultBackoff, log, failures: new Map(), inHand: new Map() },
    stopping: process.stop.signal,
    handle: dyingOf(world, process, handle),
    keepDead: (letter) => toBus(world, process, "dead letter", () => keepDead(world, letter)),
    wait: (ms) => Promise.race([sleep(scheduler, process, ms), stopOf(process)]),
  };
  keepAlive(scheduler, process, working);
  void workInBatches(working, sourceFor(evidence, process), mostMessages).then(
    () => void (process.isAlive = false),
    (error: unknown) => ledger.problems.push(`${name} ended by itself: ${String(error)}`),
  );
  return process;
}

async function toBus(world: World, process: Process, what: string, act: () => Promise<void>): Promise<void> {
  await call(world.scheduler, process, { what, parts: [act], failure: busFailure(world) });
}

/** Some messages kill the process that reads them. */
const dyingOf =
  ({ scheduler, traffic }: World, process: Process, handle: HandleBatch): HandleBatch =>
  (batch) => {
    if (!batch.some(({ id }) => id !== undefined && traffic.deadly.has(id))) return handle(batch);
    kill(scheduler, process);
    return new Promise(() => {});
  };

const stopOf = ({ stop }: Process): Promise<void> =>
  new Promise((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));

/** As the consumer's own timer does. */
function keepAlive(scheduler: Scheduler, process: Process, working: Working): void {
  const act = () => {
    for (const receipt of working.inHand.values()) receipt.working();
    if (process.isAlive) keepAlive(scheduler, process, working);
  };
  later(scheduler, { at: scheduler.now + ackWaitMs / 3, within: process, act });
}
