import type { Instant } from "../src/index.ts";
import type { Chance } from "./chance.ts";
import type { MediaNode } from "./cluster.ts";
import { faultAt, type QueueBounds } from "./plan.ts";
import type { World } from "./world.ts";

/** The webhooks of one room that wait on one media node: LiveKit sends them one after the other. */
export interface SendQueue {
  /** When the sender is done with the last one. */
  freeAt: Instant;
  /** When each of those that wait will get its turn. */
  turns: readonly Instant[];
}

/** LiveKit tries five times and waits 1, 2, 4, 8 s between, then gives an event up for good. */
const waitsMs = [1_000, 2_000, 4_000, 8_000];
const longestRetryAfterMs = 30_000;

/**
 * When a webhook that is queued at `queuedAt` arrives; null when the sender loses it: five attempts in vain, too old
 * when its turn comes, or no place in the queue.
 */
export function sendAt(
  world: World,
  node: MediaNode,
  room: string,
  queuedAt: Instant,
  chance: Chance,
): Instant | null {
  const { maxAgeMs, maxDepth } = world.plan.webhooks.queue ?? unbounded;
  const queue = node.queues.get(room) ?? { freeAt: queuedAt, turns: [] };
  node.queues.set(room, queue);
  queue.turns = queue.turns.filter((turn) => turn > queuedAt);
  if (queue.turns.length >= maxDepth) return null;
  const turn = Math.max(queuedAt, queue.freeAt);
  queue.turns = [...queue.turns, turn];
  if (turn - queuedAt > maxAgeMs) return null;
  const { arrived, doneAt } = attempt(world, turn, chance);
  queue.freeAt = doneAt;
  return arrived ? doneAt : null;
}

const unbounded: QueueBounds = { maxAgeMs: Infinity, maxDepth: Infinity };

function attempt(
  world: World,
  from: Instant,
  chance: Chance,
): { readonly arrived: boolean; readonly doneAt: Instant } {
  let at = from;
  for (const waitMs of [...waitsMs, null]) {
    const hanging = faultAt(world.plan, "receiver_hangs", at);
    // A request that hangs has no limit: it breaks when the receiver is started again.
    if (hanging !== undefined) at = world.plan.startsAt + hanging.to;
    else if (faultAt(world.plan, "receiver_down", at) === undefined && deferredMs(world, at) === null)
      return { arrived: true, doneAt: at + answeredMs(chance) };
    if (waitMs !== null) at += deferredMs(world, at) ?? waitMs;
  }
  return { arrived: false, doneAt: at };
}

/** A webhook is answered in milliseconds when all is well, under load in a second. */
const answeredMs = (chance: Chance): number =>
  chance.happens(0.97) ? chance.between(2, 8) : chance.between(40, 1_200);

/** Our ingress answers 503 with as long a Retry-After as its own outage has lasted. */
function deferredMs({ plan }: World, at: Instant): number | null {
  const outage = faultAt(plan, "receiver_defers", at);
  if (outage === undefined) return null;
  const lastedMs = at - plan.startsAt - outage.from;
  return Math.min(Math.max(Math.ceil(lastedMs / 1_000) * 1_000, 1_000), longestRetryAfterMs);
}
