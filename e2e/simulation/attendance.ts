import { handleEvidence } from "@rollcall/attendance";
import { consumers } from "@rollcall/contracts";
import { isOpen, minute, type Stay } from "@rollcall/domain";
import { workInBatches } from "@rollcall/messaging/testing";
import { distantBus } from "./bus.ts";
import { distantStore } from "./distant-store.ts";
import { sourceFor } from "./memory-stream.ts";
import { startProcess, type Process } from "./process.ts";
import { untilEnded, workingOf } from "./working.ts";
import { log, storeFailure, type World } from "./world.ts";

/** As the service has it. */
const mostMessages = 2_000;

/** Starts an instance of the attendance service: its own loop, fold, retries and verdicts. */
export function startAttendance(world: World, name: string): Process {
  const process = startProcess(name, (next) => startAttendance(world, next));
  const { scheduler, ledger, variant } = world;
  const bus = distantBus(world, process);
  const store = distantStore(
    {
      ...{ scheduler, ledger, store: world.store },
      storeFailure: () => storeFailure(world),
      onStay: (stay) => noteEnd(world, stay),
    },
    process,
  );
  const announcing = {
    notify: async () => {},
    schedule: ({ subject, ...schedule }: { subject: string; target: string; at: number; body: unknown }) =>
      bus.scheduleAt({
        ...schedule,
        ...{ scheduleSubject: subject, keepFirst: true, ttlMs: minute },
        body: JSON.stringify(schedule.body),
      }),
    now: () => scheduler.now,
  };
  const handle = variant.handle(handleEvidence({ store: variant.store(store), announcing, log }));
  const working = workingOf(world, process, consumers.attendance, handle);
  const source = variant.source(sourceFor(world.evidence, process));
  untilEnded(world, process, workInBatches(working, source, mostMessages));
  return process;
}

/** Where looks and webhooks come at their time, nobody who is there may have an end in the record. */
function noteEnd({ endedAt, scheduler, setting, visits, ledger }: World, stay: Stay): void {
  if (isOpen(stay) || setting.verifiers === 0) return;
  if (!endedAt.has(stay.sid)) endedAt.set(stay.sid, scheduler.now);
  const isThere = visits.some(({ sid, to }) => sid === stay.sid && to > scheduler.now);
  if (isThere) ledger.problems.push(`${stay.sid} is there and has ended in the record`);
}
