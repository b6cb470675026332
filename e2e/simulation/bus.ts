import { consumers, streams, type EvidenceRecord } from "@rollcall/contracts";
import type { OneTimeSchedule, OutgoingMessage } from "@rollcall/messaging";
import type { DeadLetter } from "@rollcall/messaging/testing";
import { store } from "./memory-stream.ts";
import { call, type Process } from "./process.ts";
import { later } from "./scheduler.ts";
import { busFailure, type World } from "./world.ts";

/** NATS as one process reaches it. What fails may have been stored all the same. */
export function distantBus(world: World, process: Process) {
  const send = async (what: string, act: () => void): Promise<void> => {
    await call(world.scheduler, process, { what, parts: [async () => act()], failure: busFailure(world) });
  };
  return {
    publish: (message: OutgoingMessage) => send(`publish ${message.id}`, () => publish(world, message)),
    scheduleAt: (schedule: OneTimeSchedule) =>
      send(`schedule ${schedule.scheduleSubject}`, () => scheduleAt(world, schedule)),
    keepDead: (letter: DeadLetter) => send("publish a dead letter", () => keepDead(world, letter)),
  };
}

/** Stores a message in the stream that its subject belongs to. */
export function publish(world: World, { subject, id, body, ttlMs }: OutgoingMessage): void {
  const stream = subject.startsWith("checks.") ? world.checks : world.evidence;
  store(stream, { ...recordFrom(world, body, id), subject }, { ttlMs });
}

/** An earlier schedule of the same subject stays. */
function scheduleAt(world: World, { scheduleSubject, target, at, body, ttlMs }: OneTimeSchedule): void {
  if (world.scheduled.has(scheduleSubject)) return;
  world.scheduled.add(scheduleSubject);
  const act = () => {
    world.scheduled.delete(scheduleSubject);
    store(world.checks, { ...recordFrom(world, body), subject: target }, { ttlMs });
  };
  later(world.scheduler, { at, what: `${scheduleSubject} is due`, act });
}

const recordFrom = (
  { checks }: World,
  body: string | Uint8Array,
  id?: string,
): Omit<EvidenceRecord, "subject"> => ({
  id: id ?? `check ${checks.messages.length}`,
  headers: {},
  body: typeof body === "string" ? body : new TextDecoder().decode(body),
});

function keepDead({ evidence, checks, dead }: World, letter: DeadLetter): void {
  const { messages } = letter.stream === streams.checks ? checks : evidence;
  const message = messages.find(({ sequence }) => sequence === letter.message.sequence);
  dead.add(message?.record.id ?? `${letter.consumer} ${letter.message.sequence}`);
}

/** Ticks of the sweep, for as long as `isNeeded`. */
export function tick(world: World, everyMs: number, isNeeded: () => Promise<boolean>): void {
  const { scheduler } = world;
  const { filters } = consumers.verifier;
  const subject = filters[1];
  const id = `tick ${scheduler.now}`;
  const act = async () => {
    if (!(await isNeeded())) return;
    publish(world, { subject, id, body: "{}", ttlMs: everyMs });
    tick(world, everyMs, isNeeded);
  };
  later(scheduler, { at: scheduler.now + everyMs, what: id, act });
}
