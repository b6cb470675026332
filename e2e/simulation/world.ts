import type { Code, EvidenceRecord } from "@rollcall/contracts";
import { consumers } from "@rollcall/contracts";
import type { DeadLetter } from "@rollcall/messaging/testing";
import { createLogger } from "@rollcall/runtime";
import { MemoryStore, ten } from "@rollcall/store/testing";
import { noteAcked, openLedger, type Ledger } from "./ledger.ts";
import { recordIn, store, type MemoryStream } from "./memory-stream.ts";
import type { Process } from "./process.ts";
import { later, schedulerFrom, type Scheduler } from "./scheduler.ts";
import { makeSetting, type Setting } from "./setting.ts";
import { looksAt, makeTraffic, type Traffic } from "./traffic.ts";
import type { Variant } from "./variant.ts";

/** Everything there is in one simulated run. */
export interface World {
  readonly scheduler: Scheduler;
  readonly setting: Setting;
  readonly traffic: Traffic;
  readonly variant: Variant;
  readonly store: MemoryStore;
  readonly ledger: Ledger;
  readonly evidence: MemoryStream;
  /** Ids of the messages that became dead letters. */
  readonly dead: Set<string>;
  readonly processes: Process[];
  blowsLeft: number;
  unpublished: number;
}

export const log = createLogger("simulation", { level: "silent" });

export function makeWorld(seed: number, variant: Variant): World {
  const scheduler = schedulerFrom(seed, ten);
  const drawn = makeTraffic(scheduler.chance.about("traffic"), ten);
  const looks = looksAt(drawn, scheduler.chance.about("looks"), ten);
  const traffic = { ...drawn, publications: [...drawn.publications, ...looks] };
  const setting = makeSetting(scheduler.chance.about("setting"), ten);
  const memory = new MemoryStore();
  const ledger = openLedger(memory);
  const dead = new Set<string>();
  const world: World = {
    ...{ scheduler, setting, traffic, variant, ledger, dead },
    store: memory,
    evidence: {
      scheduler,
      ...{ messages: [], pulls: [] },
      losesAnswer: () => scheduler.chance.happens(setting.answersLost),
      onAcked: (message) => noteAcked(ledger, recordIn(message)),
      onGivenUp: ({ record }) => void dead.add(record.id),
    },
    processes: [],
    blowsLeft: setting.blows,
    unpublished: traffic.publications.length,
  };
  for (const { at, record, again } of traffic.publications) {
    const act = () => {
      world.unpublished -= 1;
      store(world.evidence, record, again);
    };
    later(scheduler, { at, what: `${record.id} is published`, act });
  }
  return world;
}

export function storeFailure({ scheduler, setting }: World): Code | null {
  const { outage, storeFails } = setting;
  const isAway = outage !== null && outage.from <= scheduler.now && scheduler.now < outage.to;
  return isAway || scheduler.chance.happens(storeFails) ? "store_unavailable" : null;
}

export const busFailure = ({ scheduler, setting }: World): Code | null =>
  scheduler.chance.happens(setting.busFails) ? "bus_unavailable" : null;

/** The dead letter of a message that the service has given up. */
export async function keepDead({ evidence, dead }: World, letter: DeadLetter): Promise<void> {
  const message = evidence.messages.find(({ sequence }) => sequence === letter.message.sequence);
  if (message !== undefined && letter.consumer === consumers.attendance.durable) dead.add(message.record.id);
}

/** What the archive must hold at the end: every message but those that kill whoever reads them. */
export const publishedRecords = ({ evidence, traffic }: World): readonly EvidenceRecord[] =>
  evidence.messages.filter(({ record }) => !traffic.deadly.has(record.id)).map(recordIn);
