import { CodedError, type Code, type EvidenceRecord } from "@rollcall/contracts";
import { isOpen, minute, second } from "@rollcall/domain";
import { createLogger } from "@rollcall/runtime";
import { canonicalJson, type Store, type StoreWriter } from "@rollcall/store";
import {
  allOf,
  arbitraryRecords,
  buildRecord,
  censusRecord,
  listed,
  MemoryStore,
  snapshotRecord,
  ten,
  webhookRecord,
} from "@rollcall/store/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takeAnnouncements } from "../testing/announcements.ts";
import { applyEvidence } from "./apply-evidence.ts";

const log = createLogger("test", { level: "silent" });
const done = { is: "done" };

const apply = (store: StoreWriter, records: readonly EvidenceRecord[]) =>
  applyEvidence({ store, announcing: takeAnnouncements().announcing, log }, records);

/** The store with some of its calls replaced. */
const writerOf = (store: Store, replaced: Partial<StoreWriter>): StoreWriter => ({
  archive: (records) => store.archive(records),
  replace: (replacements) => store.replace(replacements),
  load: (touched) => store.load(touched),
  save: (writes) => store.save(writes),
  ...replaced,
});

const failWith = (code: Code) => () => Promise.reject(new CodedError(code));

const loseAlways = async () => ({ stays: ["PA_1"], rooms: [], livekit: false });

const joined = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" });
const left = webhookRecord({
  event: "participant_left",
  room: "maths",
  sid: "PA_1",
  createdAt: ten + minute,
});

/** Everything stored, the archive's order and the versions left out. */
async function stateOf(store: Store): Promise<readonly string[]> {
  const documents = [
    ...(await allOf(store.allStays())),
    ...(await allOf(store.allSessions())),
    await store.livekit(),
    ...(await allOf(store.archived())),
  ];
  return documents.map(canonicalJson).toSorted();
}

describe("applying evidence", () => {
  it("makes a stay of a joined webhook and ends it with the left one", async () => {
    const store = new MemoryStore();
    expect(await apply(store, [joined])).toEqual([done]);
    expect((await store.openStaysIn("maths")).map(({ sid }) => sid)).toEqual(["PA_1"]);
    expect(await apply(store, [left])).toEqual([done]);
    expect(await store.openStaysIn("maths")).toEqual([]);
    expect((await store.stay("PA_1"))?.joinedAt).toEqual({ at: ten, by: expect.any(String) });
  });

  it("folds a room session, a snapshot and a census, each into the documents that it names", async () => {
    const store = new MemoryStore();
    await apply(store, [
      webhookRecord({ event: "room_started", room: "maths" }),
      snapshotRecord({ room: "maths", present: [listed("PA_2", "bob")] }),
      censusRecord(),
    ]);
    const session = await store.session("RM_maths");
    expect(session?.starts).toHaveLength(1);
    expect(session?.verified).toHaveLength(1);
    expect((await store.livekit()).askedUntil?.at).toBe(ten + minute);
    expect((await store.openStaysIn("maths")).map(({ sid }) => sid)).toEqual(["PA_2"]);
  });

  it("archives what it does not understand and rejects only that", async () => {
    const store = new MemoryStore();
    const broken = { ...buildRecord("EV_broken", '{"event":"participant_left"}') };
    const verdicts = await apply(store, [joined, broken, left]);
    expect(verdicts).toEqual([
      done,
      { is: "reject", why: "schema_invalid", detail: expect.any(String) },
      done,
    ]);
    const stay = await store.stay("PA_1");
    expect(stay && isOpen(stay)).toBe(false);
    expect(await store.records(["EV_broken"])).toEqual([broken]);
  });

  it("archives what says nothing about attendance and is done with it", async () => {
    const store = new MemoryStore();
    const others = [
      webhookRecord({ event: "egress_started", room: "maths" }),
      buildRecord("EV_0", "no JSON"),
    ];
    expect(await apply(store, others)).toEqual([done, done]);
    expect(await allOf(store.archived())).toEqual(others.toReversed());
    expect(await allOf(store.allStays())).toEqual([]);
  });

  it("keeps evidence under its own id, whatever the message's was", async () => {
    const store = new MemoryStore();
    await apply(store, [{ ...joined, id: "redriven" }]);
    expect((await store.records([joined.id])).map(({ body }) => body)).toEqual([joined.body]);
  });

  it("asks for all to be tried again while the database is away", async () => {
    const store = new MemoryStore();
    const broken = buildRecord("EV_broken", '{"event":"participant_left"}');
    const failing = writerOf(store, { save: failWith("store_unavailable") });
    const again = { is: "retry", why: "store_unavailable" };
    expect(await apply(failing, [joined, broken])).toEqual([again, again]);
    expect(await apply(store, [joined, broken])).toMatchObject([done, { is: "reject" }]);
  });

  it("asks for those to be tried again whose documents others keep writing", async () => {
    const store = new MemoryStore();
    const contested = writerOf(store, { save: loseAlways });
    const other = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_2" });
    const verdicts = await apply(contested, [joined, other]);
    expect(verdicts).toEqual([{ is: "retry", why: "write_conflict" }, done]);
  });

  it("is done with what is written even when a look cannot be asked for", async () => {
    const store = new MemoryStore();
    const { announcing } = takeAnnouncements();
    const applying = { store, announcing: { ...announcing, schedule: failWith("bus_unavailable") }, log };
    expect(await applyEvidence(applying, [joined])).toEqual([done]);
    expect(await store.stay("PA_1")).not.toBeNull();
  });

  it("law: two instances that race through one room end where one alone does", async () => {
    const split = fc.record({ one: arbitraryRecords, other: arbitraryRecords, both: arbitraryRecords });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), split, async (scheduler, { one, other, both }) => {
        const alone = new MemoryStore();
        await apply(alone, [...one, ...other, ...both]);
        const shared = new MemoryStore();
        const instance = () =>
          writerOf(shared, {
            archive: scheduler.scheduleFunction((records) => shared.archive(records)),
            load: scheduler.scheduleFunction((touched) => shared.load(touched)),
            save: scheduler.scheduleFunction((writes) => shared.save(writes)),
          });
        const racing = [apply(instance(), [...one, ...both]), apply(instance(), [...both, ...other])];
        const verdicts = await scheduler.waitFor(Promise.all(racing));
        expect(verdicts.flat().every(({ is }) => is === "done")).toBe(true);
        expect(await stateOf(shared)).toEqual(await stateOf(alone));
      }),
    );
  });

  it("law: batches repeated, cut and reordered end where one batch does", async () => {
    const history = arbitraryRecords.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray([...records, ...records]), fc.nat({ max: 60 })),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([records, again, cut]) => {
        const once = new MemoryStore();
        await apply(once, records);
        const often = new MemoryStore();
        await apply(often, again.slice(0, cut));
        await apply(often, again.slice(cut));
        await apply(often, records.toReversed());
        expect(await stateOf(often)).toEqual(await stateOf(once));
      }),
    );
  });
});

it("asks for one look when a hundred people leave", async () => {
  let now = ten;
  const { announcing, scheduled } = takeAnnouncements(() => now);
  const store = new MemoryStore();
  for (let n = 0; n < 100; n += 1) {
    const sid = `PA_${n}`;
    const gone = webhookRecord({ event: "participant_left", room: "maths", sid, createdAt: ten + n });
    await applyEvidence({ store, announcing, log }, [gone]);
    now += 40;
  }
  expect([...scheduled.values()]).toMatchObject([
    { at: ten + 5 * second, target: "checks.room", body: { room: "maths", reason: "left" } },
  ]);
});
