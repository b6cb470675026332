import type { Code, EvidenceRecord } from "@rollcall/contracts";
import type { Stay, Touched } from "@rollcall/domain";
import type { Documents, Store, StoreWriter, Writes } from "@rollcall/store";
import { noWrites } from "@rollcall/store/testing";
import { noteArchived, noteSaved, type Ledger } from "./ledger.ts";
import { call, type Process } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";

export interface StoreAccess {
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly ledger: Ledger;
  /** With what a call fails that begins now. */
  readonly storeFailure: () => Code | null;
  /** Hears of every stay that was stored. */
  readonly onStay: (stay: Stay) => void;
}

/**
 * The store as one process reaches it: nothing is atomic but the single document, calls fail before, amid and after
 * their effect, and the effect of one that failed can come later.
 */
export function distantStore(access: StoreAccess, process: Process): StoreWriter {
  const { store } = access;
  const ask = <Answer>(what: string, parts: readonly (() => Promise<Answer>)[]) =>
    call(access.scheduler, process, { what, parts, failure: access.storeFailure() });

  return {
    archive: async (records) => {
      const what = `archive ${records.map(({ id }) => id).join(", ")}`;
      await ask(
        what,
        records.map((record) => () => keep(access, record)),
      );
    },
    replace: async (replacements) => {
      if (replacements.length > 0) await ask("replace", [() => store.replace(replacements)]);
    },
    load: async ({ stays, rooms, livekit }) => {
      const none = { stays: [], rooms: [], livekit: false };
      const found = await ask(`load ${[...stays, ...rooms].join(", ")}`, [
        () => store.load({ ...none, stays }),
        () => store.load({ ...none, rooms }),
        () => store.load({ ...none, livekit }),
      ]);
      return unite(found);
    },
    save: async (writes) => {
      const what = `save ${namesOf(writes)}`;
      const lost = await ask(
        what,
        splitUp(writes).map((write) => () => saveOne(access, write)),
      );
      return {
        stays: lost.flatMap(({ stays }) => stays),
        rooms: lost.flatMap(({ rooms }) => rooms),
        livekit: lost.some(({ livekit }) => livekit),
      };
    },
  };
}

async function keep({ store, ledger }: StoreAccess, record: EvidenceRecord): Promise<void> {
  await store.archive([record]);
  noteArchived(ledger, record);
}

async function saveOne({ store, ledger, onStay }: StoreAccess, write: Writes): Promise<Touched> {
  const lost = await store.save(write);
  if (lost.stays.length + lost.rooms.length > 0 || lost.livekit) return lost;
  noteSaved(ledger, write);
  for (const { document } of write.stays) onStay(document);
  return lost;
}

const unite = (found: readonly Documents[]): Documents => ({
  stays: new Map(found.flatMap(({ stays }) => [...stays])),
  rooms: new Map(found.flatMap(({ rooms }) => [...rooms])),
  livekit: found.find(({ livekit }) => livekit !== null)?.livekit ?? null,
});

const splitUp = ({ stays, rooms, livekit }: Writes): readonly Writes[] => [
  ...stays.map((stay) => ({ ...noWrites, stays: [stay] })),
  ...rooms.map((session) => ({ ...noWrites, rooms: [session] })),
  ...(livekit === null ? [] : [{ ...noWrites, livekit }]),
];

const namesOf = ({ stays, rooms, livekit }: Writes): string =>
  [
    ...[...stays, ...rooms].map(({ document }) => document.sid),
    ...(livekit === null ? [] : ["livekit"]),
  ].join(", ");
