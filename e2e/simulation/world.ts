import type { Code, EvidenceRecord } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";
import { chanceFrom } from "@rollcall/domain/testing";
import { createLogger } from "@rollcall/runtime";
import { MemoryStore, ten } from "@rollcall/store/testing";
import { noteAcked, openLedger, type Ledger } from "./ledger.ts";
import { recordIn, store, type MemoryStream } from "./memory-stream.ts";
import type { Process } from "./process.ts";
import { later, schedulerFrom, type Scheduler } from "./scheduler.ts";
import { makeSetting, type Setting } from "./setting.ts";
import { looksAt, oddMessages, tellVisits, type Publication } from "./traffic.ts";
import type { Variant } from "./variant.ts";
import { makeVisits, type Visit } from "./visits.ts";

/** Everything there is in one simulated run. */
export interface World {
  readonly scheduler: Scheduler;
  readonly setting: Setting;
  readonly variant: Variant;
  readonly visits: readonly Visit[];
  /** Ids of messages that nobody understands, and of those that kill whoever reads them. */
  readonly poison: ReadonlySet<string>;
  readonly deadly: ReadonlySet<string>;
  readonly store: MemoryStore;
  readonly ledger: Ledger;
  readonly evidence: MemoryStream;
  readonly checks: MemoryStream;
  /** Subjects of the schedules that wait. */
  readonly scheduled: Set<string>;
  /** Ids of the messages that became dead letters. */
  readonly dead: Set<string>;
  readonly processes: Process[];
  /** When each stay was first stored as ended. */
  readonly endedAt: Map<string, Instant>;
  blowsLeft: number;
  unpublished: number;
}

export const log = createLogger("simulation", { level: "silent" });

export function makeWorld(seed: number, variant: Variant): World {
  const chance = chanceFrom(seed);
  const about = (name: string) => chance.about(name);
  const setting = makeSetting(about("setting"), ten);
  const scheduler = schedulerFrom(about("order"), ten, setting.latencyMs);
  const visits = makeVisits(about("visits"), ten);
  const hurriedAt = setting.verifiers === 0 && chance.happens(0.7) ? ten : null;
  const poison = oddMessages(about("poison"), ten, {
    kind: "poison",
    body: '{"event":"participant_left"}',
    most: 2,
  });
  const deadly = oddMessages(about("deadly"), ten, {
    kind: "deadly",
    body: '{"event":"egress_started"}',
    most: 1,
  });
  const publications = [
    ...tellVisits(visits, about("webhooks"), hurriedAt),
    ...(setting.verifiers > 0 ? [] : looksAt(visits, about("looks"), ten)),
    ...(setting.isCalm ? [] : [...poison, ...deadly]),
  ];
  const memory = new MemoryStore();
  const ledger = openLedger(memory);
  const dead = new Set<string>();
  const stream = {
    ...{ scheduler, isOrderly: setting.isOrderly },
    losesAnswer: () => scheduler.chance.happens(setting.answersLost),
    onGivenUp: ({ record }: { readonly record: EvidenceRecord }) => void dead.add(record.id),
  };
  const onAcked: MemoryStream["onAcked"] = (message) => noteAcked(ledger, recordIn(message));
  const world: World = {
    ...{ scheduler, setting, variant, visits, ledger, dead, store: memory },
    poison: setting.isCalm ? new Set() : idsOf(poison),
    deadly: setting.isCalm ? new Set() : idsOf(deadly),
    evidence: { ...stream, messages: [], pulls: [], onAcked },
    checks: { ...stream, messages: [], pulls: [], onAcked: async () => {} },
    ...{ scheduled: new Set(), processes: [], endedAt: new Map() },
    blowsLeft: setting.blows,
    unpublished: publications.length,
  };
  for (const publication of publications) announce(world, publication);
  return world;
}

function announce(world: World, { at, record, again }: Publication): void {
  const act = () => {
    world.unpublished -= 1;
    store(world.evidence, record, { again });
  };
  later(world.scheduler, { at, what: `${record.id} is published`, act });
}

const idsOf = (some: readonly Publication[]): ReadonlySet<string> =>
  new Set(some.map(({ record }) => record.id));

export function storeFailure({ scheduler, setting }: World): Code | null {
  const { outage, storeFails } = setting;
  const isAway = outage !== null && outage.from <= scheduler.now && scheduler.now < outage.to;
  return isAway || scheduler.chance.happens(storeFails) ? "store_unavailable" : null;
}

export const busFailure = ({ scheduler, setting }: World): Code | null =>
  scheduler.chance.happens(setting.busFails) ? "bus_unavailable" : null;

/** What the archive must hold at the end: every message but those that kill whoever reads them. */
export const publishedRecords = ({ evidence, deadly }: World): readonly EvidenceRecord[] =>
  evidence.messages.filter(({ record }) => !deadly.has(record.id)).map(recordIn);
