import type { Instant } from "../src/index.ts";
import { runUntil } from "./agenda.ts";
import { startOutages } from "./outages.ts";
import type { Plan } from "./plan.ts";
import { startPoller, type Poll } from "./poller.ts";
import { endTruth, type TrueStay } from "./truth.ts";
import { startVerifier } from "./verifier.ts";
import { startVisits } from "./visits.ts";
import { emptyWorld, type Delivery, type World } from "./world.ts";

/** What Rollcall heard, in the order in which it heard it, and what really happened. */
export interface History {
  readonly plan: Plan;
  readonly deliveries: readonly Delivery[];
  readonly truth: readonly TrueStay[];
  readonly endsAt: Instant;
}

/** Lets a plan happen. The same plan gives the same history. */
export function simulate(plan: Plan): History {
  return run(emptyWorld(plan));
}

/** The same history, and what a system would have heard beside it that polls LiveKit's lists. */
export function simulatePolled(plan: Plan): History & { readonly polls: readonly Poll[] } {
  const world = emptyWorld(plan);
  const polls: Poll[] = [];
  startPoller(world, polls);
  const history = run(world);
  return { ...history, polls: polls.filter(({ at }) => at <= history.endsAt) };
}

function run(world: World): History {
  const { plan } = world;
  noteWhenTold(world);
  startOutages(world);
  startVisits(world);
  startVerifier(world);
  const endsAt = plan.startsAt + plan.lastsMs;
  runUntil(world.agenda, endsAt);
  endWhoNeverCameBack(world);
  return { plan, deliveries: world.deliveries, truth: world.truth, endsAt };
}

function noteWhenTold(world: World): void {
  world.listeners.push((evidence) => {
    if (evidence.kind !== "participant_left" && evidence.kind !== "participant_connection_aborted") return;
    const truth = world.truth.find(({ sid }) => sid === evidence.participant.sid);
    if (truth !== undefined) truth.toldAt ??= world.agenda.now;
  });
}

/** Whoever is cut off when the history ends does not come back. */
function endWhoNeverCameBack(world: World): void {
  for (const node of world.cluster.nodes) {
    for (const room of node.rooms.values()) {
      for (const { silentSince, truth } of room.sessions.values()) {
        if (silentSince !== null) endTruth(truth, silentSince, "cut_off");
      }
    }
  }
}
