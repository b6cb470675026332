import type { Instant, Listing } from "../src/index.ts";
import { schedule, start, type Steps } from "./agenda.ts";
import { askForParticipants, askForRooms } from "./answers.ts";
import { faultAt } from "./plan.ts";
import { deliveredAt, type World } from "./world.ts";

/** One round of asking LiveKit for its rooms and for who is in them: what a simpler system than ours would hear. */
export interface Poll {
  /** When the round began, and when its answers came to be counted. */
  readonly askedAt: Instant;
  readonly at: Instant;
  /** What ListParticipants says of every room that ListRooms names; null when ListRooms failed. */
  readonly rooms: ReadonlyMap<string, Listing> | null;
}

/** Asks as often as our verifier does, from the same moment on; while that is down, nobody asks. */
export function startPoller(world: World, polls: Poll[]): void {
  const { agenda, plan } = world;
  // With chance of its own, so that what Rollcall hears is the same with it and without.
  const asking = { ...world, chance: world.chance.about("poller") };
  const firstAt = plan.startsAt + world.chance.about("sweep").between(0, plan.verifier.intervalMs);
  for (let at = firstAt; at < plan.startsAt + plan.lastsMs; at += plan.verifier.intervalMs) {
    schedule(agenda, at, () => {
      if (faultAt(plan, "verifier_down", agenda.now) === undefined)
        start(agenda, agenda.now, poll(asking, polls));
    });
  }
}

function* poll(world: World, polls: Poll[]): Steps {
  const askedAt = world.agenda.now;
  const answer = yield* askForRooms(world);
  const rooms = new Map<string, Listing>();
  for (const room of answer.is === "answered" ? answer.value.keys() : []) {
    rooms.set(room, yield* askForParticipants(world, room));
  }
  const at = deliveredAt(world, world.agenda.now, `poll ${askedAt}`);
  polls.push({ askedAt, at, rooms: answer.is === "answered" ? rooms : null });
}
