import { subjects } from "@rollcall/contracts";
import { publish, scheduleEvery, type Bus } from "@rollcall/messaging";

/**
 * One clock for all instances: a schedule in JetStream. A tick that nobody takes within an interval expires. The
 * first comes at once, for all instances that start within one interval together. The schedule is looked after for as
 * long as it is not disposed, since it goes with its stream when somebody deletes that. Codes: as `publish`.
 */
export async function keepSweeping(bus: Bus, intervalMs: number): Promise<Disposable> {
  const id = `sweep.start.${Math.floor(Date.now() / intervalMs)}`;
  await publish(bus, { ...tickOf(intervalMs), subject: subjects.sweep, id });
  await schedule(bus, intervalMs);
  const timer = setInterval(() => void scheduleAgain(bus, intervalMs), intervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

async function scheduleAgain(bus: Bus, intervalMs: number): Promise<void> {
  try {
    if ((await schedule(bus, intervalMs)) === "scheduled") bus.log.warn("sweep.scheduled_again");
  } catch (error) {
    bus.log.warn({ err: error }, "sweep.not_scheduled");
  }
}

const tickOf = (intervalMs: number) => ({ body: "{}", ttlMs: intervalMs });

const schedule = (bus: Bus, intervalMs: number) =>
  scheduleEvery(bus, {
    ...tickOf(intervalMs),
    scheduleSubject: subjects.sweepSchedule,
    target: subjects.sweep,
    everyMs: intervalMs,
  });
