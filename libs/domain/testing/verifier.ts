import {
  closerLooksMs,
  roomOf,
  timing,
  type EarlierLook,
  type Evidence,
  type Instant,
} from "../src/index.ts";
import { schedule, start, type Steps } from "./agenda.ts";
import { askForRooms } from "./answers.ts";
import { lookAt } from "./looks.ts";
import { faultAt } from "./plan.ts";
import { openStays } from "./records.ts";
import { askedWithin, deliver, numbered, type World } from "./world.ts";

/** After somebody came or went, or a room began or ended, it is looked at. */
const lookAfterMs = 5_000;
/** Clocks of instances differ: a look that is just too early proves nothing. */
const marginMs = 500;
/** Nothing is asked twice within this. */
const soonestMs = 5_000;
/** Looks beyond these say nothing about now. */
const oldestMs = 180_000;
const mostLooks = 4;

/** Starts the verifier: sweeps at every interval, and looks that evidence asks for. */
export function startVerifier(world: World): void {
  const { agenda, plan } = world;
  const firstAt = plan.startsAt + world.chance.about("sweep").between(0, plan.verifier.intervalMs);
  for (let at = firstAt; at < plan.startsAt + plan.lastsMs; at += plan.verifier.intervalMs) {
    schedule(agenda, at, () => {
      if (faultAt(plan, "verifier_down", agenda.now) === undefined) start(agenda, agenda.now, sweep(world));
    });
  }
  const waiting = new Set<string>();
  const known = new Set<string>();
  world.listeners.push((evidence) => askAfterChange(world, waiting, known, evidence));
}

/** Every room of LiveKit's list and of our open stays. */
function* sweep(world: World): Steps {
  const began = world.agenda.now;
  const rooms = yield* askForRooms(world);
  publishCensus(world, began, rooms.is === "failed" ? rooms.why : null);
  const listed = rooms.is === "answered" ? rooms.value.keys() : [];
  for (const room of new Set([...listed, ...openStays(world.records).map(roomOf)])) {
    start(world.agenda, world.agenda.now, lookAndFollowUp(world, room));
    lookCloser(world, room);
  }
}

function lookCloser(world: World, room: string): void {
  const open = openStays(world.records).filter((stay) => roomOf(stay) === room);
  for (const afterMs of closerLooksMs(open, world.plan.verifier.intervalMs)) {
    start(world.agenda, world.agenda.now + afterMs, lookWhenAble(world, room));
  }
}

/** One look, and as many more as suspicion needs; what they must know of each other travels with them. */
function* lookAndFollowUp(world: World, room: string): Steps {
  let earlier: readonly EarlierLook[] = [];
  for (;;) {
    const began = world.agenda.now;
    const remember = yield* lookAt(world, room, earlier);
    if (remember === null) return;
    earlier = [...earlier, remember]
      .filter(({ askedAt }) => remember.askedAt - askedAt <= oldestMs)
      .slice(-mostLooks);
    const waitMs = Math.max(decidableAt(remember, earlier) - remember.askedAt, soonestMs) + marginMs;
    yield Math.max(began + waitMs, world.agenda.now);
    yield* whenVerifierRuns(world);
  }
}

/** The earliest instant at which one more silence would prove somebody's absence, or bring the proof nearer. */
function decidableAt({ silent, ghosts }: EarlierLook, looks: readonly EarlierLook[]): Instant {
  const instants = [...silent, ...ghosts].map((sid) => {
    const suspecting = looks.filter((look) => look.silent.includes(sid) || look.ghosts.includes(sid));
    const isGhost = suspecting.length > 1 && suspecting.some((look) => look.ghosts.includes(sid));
    return (suspecting[0]?.askedAt ?? 0) + (isGhost ? timing.ghostAbsenceMs : timing.absenceMs);
  });
  return Math.min(...instants);
}

/** A check that is due while no verifier runs waits in the queue. */
function* whenVerifierRuns(world: World): Steps {
  const outage = faultAt(world.plan, "verifier_down", world.agenda.now);
  if (outage !== undefined) yield world.plan.startsAt + outage.to + 1_000;
}

/** Many changes in one room give one look; what was known already gives none. */
function askAfterChange(world: World, waiting: Set<string>, known: Set<string>, evidence: Evidence): void {
  if (!("roomSid" in evidence) || !isChange(evidence.kind)) return;
  const { room, id } = evidence;
  if (known.has(id) || waiting.has(room)) return;
  known.add(id);
  waiting.add(room);
  schedule(world.agenda, world.agenda.now + lookAfterMs, () => {
    waiting.delete(room);
    start(world.agenda, world.agenda.now, lookWhenAble(world, room));
  });
}

const isChange = (kind: Evidence["kind"]): boolean =>
  kind.startsWith("participant_") || kind.startsWith("room_");

function* lookWhenAble(world: World, room: string): Steps {
  yield* whenVerifierRuns(world);
  yield* lookAndFollowUp(world, room);
}

function publishCensus(world: World, began: number, trouble: string | null): void {
  deliver(
    world,
    {
      kind: "census",
      id: numbered(world, "CE"),
      ...askedWithin(world, began),
      horizonMs: 2 * world.plan.verifier.intervalMs,
      trouble,
    },
    world.agenda.now + 20,
  );
}
