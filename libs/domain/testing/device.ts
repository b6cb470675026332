import { start, type Steps } from "./agenda.ts";
import { isHeld, type Device, type Session } from "./cluster.ts";
import type { Visit } from "./plan.ts";
import { activate, admit, hostOf, remove, resume, whenAwake } from "./sessions.ts";
import { endTruth } from "./truth.ts";
import type { World } from "./world.ts";

/** A client that comes back within this keeps its session: measured, up to 18 s all of them did. */
const resumesWithinMs = 18_000;
/** LiveKit gives up a session without media after this. */
const joinTimeoutMs = 60_000;

export const deviceOf = (visit: Visit): Device => ({
  visit,
  name: visit.person.name,
  session: null,
  isOver: false,
});

/** Joins, as soon as a media node takes it. */
export function* connect(world: World, device: Device): Steps {
  for (;;) {
    if (device.isOver) return;
    const node = hostOf(world, device.visit.room);
    if (node !== null) {
      const session = admit(world, node, device);
      device.session = session;
      start(world.agenda, world.agenda.now, becomeActive(world, session));
      return;
    }
    yield world.agenda.now + 500;
  }
}

function* becomeActive(world: World, session: Session): Steps {
  const { connectMs } = session.device.visit;
  yield world.agenda.now + (connectMs ?? joinTimeoutMs);
  yield* whenAwake(world, session.node);
  while (session.silentSince !== null && isHeld(session)) yield world.agenda.now + 100;
  if (connectMs !== null) activate(world, session);
  else if (session.state === "JOINED" && isHeld(session)) {
    endTruth(session.truth, world.agenda.now, "gave_up");
    session.device.isOver = true;
    remove(world, session, "JOIN_FAILURE");
  }
}

/** Nothing comes from the client any more; LiveKit notices about 20 s later, unless it is back by then. */
export function goSilent(world: World, session: Session): void {
  const since = world.agenda.now;
  session.silentSince = since;
  // Measured: 19.3 to 21.8 s from a crash to the arrival of its webhook.
  const noticedMs = world.chance.about(`notice ${session.sid} ${since}`).between(19_300, 21_700);
  start(world.agenda, since + noticedMs, letGo(world, session, since));
}

export function* letGo(world: World, session: Session, since: number): Steps {
  yield* whenAwake(world, session.node);
  if (session.silentSince !== since || !isHeld(session)) return;
  endTruth(session.truth, since, "cut_off");
  remove(world, session, session.state === "JOINED" ? "SIGNAL_CLOSE" : "CONNECTION_TIMEOUT");
}

/** The client is back after `forMs`: on its old session if that is possible, on a new one otherwise. */
export function* comeBack(world: World, device: Device, old: Session, forMs: number): Steps {
  if (device.isOver || device.session !== old) return;
  const canResume = forMs <= resumesWithinMs && isHeld(old) && old.node.paused === null;
  if (canResume) resume(world, old);
  else yield* connect(world, device);
}
