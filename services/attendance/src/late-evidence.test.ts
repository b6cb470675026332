import { decodeEvidence, pseudonymFrom, withoutPerson, type EvidenceRecord } from "@rollcall/contracts";
import { createLogger } from "@rollcall/runtime";
import { canonicalJson, foldBatch, touchedByAll, type Store, type StoreWriter } from "@rollcall/store";
import {
  allOf,
  arbitraryRecords,
  listed,
  MemoryStore,
  snapshotRecord,
  ten,
  webhookRecord,
} from "@rollcall/store/testing";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { takeAnnouncements } from "../testing/announcements.ts";
import { applyEvidence } from "./apply-evidence.ts";

const log = createLogger("test", { level: "silent" });
const pseudonym = pseudonymFrom(new Uint8Array(16).fill(7));

const apply = (store: StoreWriter, records: readonly EvidenceRecord[]) =>
  applyEvidence({ store, announcing: takeAnnouncements().announcing, log }, records);

/** Erases somebody from archive and documents, as the operator's command does. */
async function erase(store: Store, identity: string): Promise<void> {
  const records = await allOf(store.archived());
  const replacements = records.flatMap((before) => {
    const after = withoutPerson(before, (one) => (one.identity === identity ? pseudonym : null));
    return after === null ? [] : [{ before, after }];
  });
  await store.replace(replacements);
  const sids = (await store.staysClaiming(identity)).map(({ sid }) => sid);
  const evidence = (await allOf(store.archived())).flatMap((record) => decodeEvidence(record) ?? []);
  const among = { ...touchedByAll(evidence), rooms: [], livekit: false };
  const { stays } = foldBatch({ stays: new Map(), rooms: new Map(), livekit: null }, evidence, among);
  const stored = await store.load({ stays: sids, rooms: [], livekit: false });
  const writes = stays
    .filter(({ after }) => sids.includes(after.sid))
    .map(({ after }) => ({ document: after, version: stored.stays.get(after.sid)?.version ?? 0 }));
  await store.save({ stays: writes, rooms: [], livekit: null });
}

async function everythingIn(store: Store): Promise<readonly string[]> {
  const documents = [...(await allOf(store.allStays())), ...(await allOf(store.allSessions()))];
  return [...documents, ...(await allOf(store.archived()))].map(canonicalJson).toSorted();
}

const joined = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" });
const left = webhookRecord({
  event: "participant_left",
  room: "maths",
  sid: "PA_1",
  createdAt: ten + 60_000,
});
const bobs = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_2", identity: "bob" });
const look = snapshotRecord({ room: "maths", present: [listed("PA_1"), listed("PA_2", "bob")] });

it("lets no late evidence bring an erased name back, and loses nothing that it says", async () => {
  const store = new MemoryStore();
  await apply(store, [joined, bobs]);
  await erase(store, "alice");
  await apply(store, [left, look, joined]);
  expect((await everythingIn(store)).join()).not.toContain("alice");
  expect(await store.stay("PA_1")).toMatchObject({
    identity: [{ value: pseudonym }],
    endings: [{ by: left.id }],
    seenUntil: { by: look.id },
  });
  expect((await store.records([left.id, look.id])).map(({ id }) => id)).toEqual([left.id, look.id]);
});

it("does so too for a batch that was loaded before the person was erased", async () => {
  const store = new MemoryStore();
  await apply(store, [joined, bobs]);
  const overtaken: StoreWriter = {
    ...{ archive: (records) => store.archive(records), replace: (records) => store.replace(records) },
    save: (writes) => store.save(writes),
    async load(touched) {
      const loaded = await store.load(touched);
      await erase(store, "alice");
      return loaded;
    },
  };
  await apply(overtaken, [left, look]);
  expect((await everythingIn(store)).join()).not.toContain("alice");
  expect((await store.stay("PA_1"))?.endings).toHaveLength(1);
});

it("law: it does not matter what comes before somebody is erased and what after", async () => {
  const history = arbitraryRecords.chain((records) => fc.tuple(fc.constant(records), fc.nat({ max: 30 })));
  await fc.assert(
    fc.asyncProperty(history, async ([records, cut]) => {
      // Of a stay that nothing was known of, nobody could be erased.
      const sids = new Set((await staysGivenBy(records.slice(0, cut))).map(({ sid }) => sid));
      const known = sids.has("PA_1") ? records : [];
      const late = new MemoryStore();
      await apply(late, known.slice(0, cut));
      await erase(late, "identity of PA_1");
      await apply(late, known.slice(cut));
      const once = new MemoryStore();
      await apply(once, known);
      await erase(once, "identity of PA_1");
      expect(await everythingIn(late)).toEqual(await everythingIn(once));
    }),
  );
});

async function staysGivenBy(records: readonly EvidenceRecord[]) {
  const store = new MemoryStore();
  await apply(store, records);
  return (await allOf(store.allStays())).filter(({ identity }) => identity.length > 0);
}
