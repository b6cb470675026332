import type { HandleBatch } from "@rollcall/messaging";
import { ackWaitMs, defaultBackoff, type Working } from "@rollcall/messaging/testing";
import { distantBus } from "./bus.ts";
import { kill, type Process } from "./process.ts";
import { later, sleep, type Scheduler } from "./scheduler.ts";
import { log, type World } from "./world.ts";

interface Consumed {
  readonly stream: string;
  readonly durable: string;
}

/** What a consume loop of ours works with, in the simulated world. */
export function workingOf(
  world: World,
  process: Process,
  { stream, durable }: Consumed,
  handle: HandleBatch,
): Working {
  const working: Working = {
    ...{ stream, durable, backoff: defaultBackoff, log, failures: new Map(), inHand: new Map() },
    stopping: process.stop.signal,
    handle: dyingOf(world, process, handle),
    flush: () => untilHeard(world.scheduler, process),
    keepDead: distantBus(world, process).keepDead,
    wait: (ms) => Promise.race([sleep(world.scheduler, process, ms), stopOf(process)]),
  };
  keepAlive(world.scheduler, process, working);
  return working;
}

/** Notes that a process has come to its end by itself. */
export function untilEnded(world: World, process: Process, loop: Promise<void>): void {
  loop.then(
    () => void (process.isAlive = false),
    (error: unknown) => world.ledger.problems.push(`${process.name} failed: ${String(error)}`),
  );
}

async function untilHeard(scheduler: Scheduler, process: Process): Promise<void> {
  for (;;) {
    const onTheWay = scheduler.waiting.filter(({ from }) => from === process);
    if (onTheWay.length === 0) return;
    const lastAt = Math.max(...onTheWay.map(({ at = 0 }) => at));
    await sleep(scheduler, process, Math.max(1, lastAt - scheduler.now));
  }
}

/** Some messages kill the process that reads them. */
const dyingOf =
  ({ scheduler, deadly }: World, process: Process, handle: HandleBatch): HandleBatch =>
  (batch) => {
    if (!batch.some(({ id }) => id !== undefined && deadly.has(id))) return handle(batch);
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
