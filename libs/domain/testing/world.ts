import type { Evidence, Instant } from "../src/index.ts";
import { agendaFrom, schedule, type Agenda } from "./agenda.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { emptyCluster, type Cluster } from "./cluster.ts";
import { faultAt, type Plan } from "./plan.ts";
import { emptyRecords, record, type Records } from "./records.ts";
import type { TrueStay } from "./truth.ts";

/** A simulated LiveKit with its people, and a Rollcall that hears of them. */
export interface World {
  readonly plan: Plan;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly cluster: Cluster;
  readonly truth: TrueStay[];
  readonly records: Records;
  readonly deliveries: Delivery[];
  /** What Rollcall does on hearing of something. */
  readonly listeners: ((evidence: Evidence) => void)[];
  /** How many things of one name there have been, for names that stay the same when others go away. */
  readonly counts: Map<string, number>;
}

/** A piece of evidence and when attendance folded it. */
export interface Delivery {
  readonly at: Instant;
  readonly evidence: Evidence;
}

export const emptyWorld = (plan: Plan): World => ({
  plan,
  agenda: agendaFrom(plan.startsAt),
  chance: chanceFrom(plan.seed),
  cluster: emptyCluster(plan.livekit),
  truth: [],
  records: emptyRecords(),
  deliveries: [],
  listeners: [],
  counts: new Map(),
});

/** `name_1`, `name_2`, … */
export function numbered(world: World, name: string): string {
  const count = (world.counts.get(name) ?? 0) + 1;
  world.counts.set(name, count);
  return `${name}_${count}`;
}

/** Lets attendance fold `evidence` at `at`, or some time after its own outage. */
export function deliver(world: World, evidence: Evidence, at: Instant): void {
  schedule(world.agenda, deliveredAt(world, at, evidence.id), () => {
    record(world.records, evidence);
    world.deliveries.push({ at: world.agenda.now, evidence });
    for (const hear of world.listeners) hear(evidence);
  });
}

/** When what is ready at `at` is taken up: at once, or when those who take it up are back. */
export function deliveredAt(world: World, at: Instant, id: string): Instant {
  const outage = faultAt(world.plan, "attendance_down", at);
  if (outage === undefined) return at;
  const back = world.plan.startsAt + outage.to;
  return deliveredAt(world, back + world.chance.about(`backlog ${id}`).between(0, 2_000), id);
}

/** The earliest instant at which a question can have been asked, and the latest at which it can have been answered. */
export interface Asked {
  readonly askedAt: Instant;
  readonly answeredAt: Instant;
}

/** A question from `began` until now, in the clock of whichever instance asked: off, but not by more than it says. */
export function askedWithin({ plan, chance, agenda }: World, began: Instant): Asked {
  const uncertaintyMs = chance.between(0, plan.verifier.clockUncertaintyMs);
  const errorMs = chance.between(-uncertaintyMs, uncertaintyMs);
  return {
    askedAt: Math.floor(began + errorMs - uncertaintyMs),
    answeredAt: Math.ceil(agenda.now + errorMs + uncertaintyMs),
  };
}
