import { start, type Steps } from "./agenda.ts";
import type { Device, Session } from "./cluster.ts";
import { comeBack, connect, deviceOf, goSilent } from "./device.ts";
import type { Act, Visit } from "./plan.ts";
import { canSpeak, end, remove, storeEntry, whenAwake } from "./sessions.ts";
import { endTruth, type TrueEnd } from "./truth.ts";
import { tellOfTrack } from "./webhooks.ts";
import type { World } from "./world.ts";

/** Lets the visits of the plan happen. */
export function startVisits(world: World): void {
  for (const visit of world.plan.visits)
    start(world.agenda, world.plan.startsAt + visit.at, visitOf(world, visit));
}

function* visitOf(world: World, visit: Visit): Steps {
  const device = deviceOf(visit);
  yield* connect(world, device);
  for (const act of visit.acts) {
    yield world.agenda.now + act.afterMs;
    if (device.isOver) return;
    if (device.session !== null) yield* perform(world, device, device.session, act);
  }
}

function* perform(world: World, device: Device, session: Session, act: Act): Steps {
  switch (act.is) {
    case "leaves":
      return yield* sayGoodbye(world, session, "left");
    case "crashes":
      return crash(world, session);
    case "is_removed":
      return end(world, session, "removed", "PARTICIPANT_REMOVED");
    case "reconnects":
      yield* sayGoodbye(world, session, "reconnected");
      device.isOver = false;
      yield world.agenda.now + 100;
      return yield* connect(world, device);
    case "is_cut_off":
      goSilent(world, session);
      yield world.agenda.now + act.forMs;
      return yield* comeBack(world, device, session, act.forMs);
    case "publishes":
      if (!canSpeak(session)) return;
      return tellOfTrack(world, session, "track_published");
    case "is_renamed":
      device.name = act.name;
      session.name = act.name;
      if (canSpeak(session)) storeEntry(world, session);
  }
}

/** The client is gone at once; a node that stands still hears of it later. */
function* sayGoodbye(world: World, session: Session, how: TrueEnd): Steps {
  endTruth(session.truth, world.agenda.now, how);
  session.device.isOver = true;
  yield* whenAwake(world, session.node);
  remove(world, session, session.state === "JOINED" ? "SIGNAL_CLOSE" : "CLIENT_INITIATED");
}

function crash(world: World, session: Session): void {
  endTruth(session.truth, world.agenda.now, "crashed");
  session.device.isOver = true;
  if (session.state === "JOINED") remove(world, session, "SIGNAL_CLOSE");
  else goSilent(world, session);
}
