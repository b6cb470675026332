import type { Verdict } from "@rollcall/contracts";
import type { HandleBatch } from "@rollcall/messaging";
import type { Receipt } from "@rollcall/messaging/testing";
import type { StoreWriter, Versioned } from "@rollcall/store";
import { asItIs, type Variant } from "./variant.ts";

/** Mistakes that somebody could make in the service: the simulation must find each. */
export const mistakes: Readonly<Record<string, Variant>> = {
  "acks before it stores": handling((handle) => async (batch) => {
    void handle(batch);
    return batch.map(() => ({ is: "done" }));
  }),
  "skips the archive": storing((store) => ({ ...store, archive: async () => {} })),
  "archives after it has written the documents": storing((store) => {
    const late: Parameters<StoreWriter["archive"]>[0][] = [];
    return {
      ...store,
      archive: async (records) => void late.push(records),
      save: async (writes) => {
        const lost = await store.save(writes);
        await store.archive(late.splice(0).flat());
        return lost;
      },
    };
  }),
  "writes over what others wrote meanwhile": storing((store) => ({
    ...store,
    save: async (writes) => {
      const { stays, rooms, livekit } = writes;
      const now = await store.load({ stays: sids(stays), rooms: sids(rooms), livekit: livekit !== null });
      return await store.save({
        stays: stays.map((stay) => ({ ...stay, version: now.stays.get(stay.document.sid)?.version ?? 0 })),
        rooms: rooms.map((room) => ({ ...room, version: now.rooms.get(room.document.sid)?.version ?? 0 })),
        livekit: livekit === null ? null : { ...livekit, version: now.livekit?.version ?? 0 },
      });
    },
  })),
  "takes a lost race for a write": storing((store) => ({
    ...store,
    save: async (writes) => {
      await store.save(writes);
      return { stays: [], rooms: [], livekit: false };
    },
  })),
  "is done with what it could not store": deciding((verdicts) =>
    verdicts.map((verdict) => (verdict.is === "retry" ? { is: "done" } : verdict)),
  ),
  "gives messages up because the database is away": deciding((verdicts) =>
    verdicts.map((verdict) => (verdict.is === "retry" ? { ...verdict, is: "reject" } : verdict)),
  ),
  "waits for ever for a database that failed once": storing((store) => ({
    ...store,
    load: (touched) => store.load(touched).catch(() => new Promise(() => {})),
  })),
  "handles messages that may kill it together with others": {
    ...asItIs,
    source: (source) => ({ take: async () => (await source.take(many)).map(asIfNew) }),
  },
  "takes a failed call for an empty room and asks nobody else": {
    ...asItIs,
    livekit: (livekit) => ({
      ...livekit,
      listParticipants: (room) =>
        livekit.listParticipants(room).catch(() => ({ is: "listed", participants: [] })),
      probe: async () => "silent",
    }),
  },
  "forgets to look a second time": {
    ...asItIs,
    outbox: (outbox) => ({ ...outbox, scheduleAt: async () => {} }),
  },
};

const many = 2_000;

const asIfNew = (receipt: Receipt): Receipt => ({
  ...receipt,
  delivery: { ...receipt.delivery, deliveries: 1 },
});

const sids = (some: readonly Versioned<{ readonly sid: string }>[]): readonly string[] =>
  some.map(({ document }) => document.sid);

function handling(handle: (handle: HandleBatch) => HandleBatch): Variant {
  return { ...asItIs, handle };
}

function storing(store: (store: StoreWriter) => StoreWriter): Variant {
  return { ...asItIs, store };
}

function deciding(decide: (verdicts: readonly Verdict[]) => readonly Verdict[]): Variant {
  return handling((handle) => async (batch) => decide(await handle(batch)));
}
