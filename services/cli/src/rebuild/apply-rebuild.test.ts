import { minute } from "@rollcall/domain";
import {
  listed,
  MemoryStore,
  noWrites,
  snapshotRecord,
  storeEvidence,
  ten,
  webhookRecord,
} from "@rollcall/store/testing";
import { expect, it } from "vitest";
import { applyRebuild, type Repairable } from "./apply-rebuild.ts";
import { verifyRebuild } from "./verify-rebuild.ts";

const differencesIn = async (store: MemoryStore) => (await verifyRebuild(store, { pauseMs: 1 })).differences;

/** A lesson of which one stay was changed by hand. */
async function openTampered(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await storeEvidence(store, [
    webhookRecord({ event: "room_started", room: "maths" }),
    webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" }),
    snapshotRecord({ room: "maths", present: [listed("PA_1")] }),
  ]);
  const { stays } = await store.load({ stays: ["PA_1"], rooms: [], livekit: false });
  const changed = [...stays.values()].map(({ document, version }) => ({
    document: { ...document, hidden: true },
    version,
  }));
  await store.save({ ...noWrites, stays: changed });
  return store;
}

it("undoes no evidence that attendance folds meanwhile", async () => {
  const store = await openTampered();
  const late = [
    webhookRecord({ event: "participant_left", room: "maths", sid: "PA_1", createdAt: ten + minute }),
  ];
  const busy: Repairable = {
    async *archived() {
      yield* store.archived();
      await storeEvidence(store, late.splice(0));
    },
    load: (touched) => store.load(touched),
    save: (writes) => store.save(writes),
  };
  const applied = await applyRebuild(busy, await differencesIn(store));
  expect(applied).toEqual({ written: 1, contested: { stays: [], rooms: [], livekit: false } });
  expect((await store.stay("PA_1"))?.endings).toHaveLength(1);
  expect(await differencesIn(store)).toEqual([]);
});

it("gives up what others keep writing, and says so", async () => {
  const store = await openTampered();
  const contested: Repairable = {
    archived: () => store.archived(),
    load: (touched) => store.load(touched),
    save: async () => ({ stays: ["PA_1"], rooms: [], livekit: false }),
  };
  const applied = await applyRebuild(contested, await differencesIn(store));
  expect(applied).toEqual({ written: 0, contested: { stays: ["PA_1"], rooms: [], livekit: false } });
});
