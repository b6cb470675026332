import type { EvidenceRecord } from "@rollcall/contracts";
import { minute } from "@rollcall/domain";
import {
  arbitraryRecords,
  buildRecord,
  buildStay,
  censusRecord,
  listed,
  MemoryStore,
  noWrites,
  snapshotRecord,
  storeEvidence,
  storeNew,
  ten,
  webhookRecord,
} from "@rollcall/store/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyRebuild, type Verifiable } from "./verify-rebuild.ts";

const joined = webhookRecord({ event: "participant_joined", room: "maths", sid: "PA_1" });
const left = webhookRecord({
  event: "participant_left",
  room: "maths",
  sid: "PA_1",
  createdAt: ten + minute,
});
const started = webhookRecord({ event: "room_started", room: "maths" });
const seen = snapshotRecord({ room: "maths", present: [listed("PA_1"), listed("PA_2", "bob")] });

/** A lesson that is stored, and its evidence archived. */
async function openLesson(): Promise<MemoryStore> {
  const store = new MemoryStore();
  await storeEvidence(store, [started, joined, seen, left, censusRecord()]);
  return store;
}

/** Overwrites a stored stay by hand. */
async function tamper(store: MemoryStore, sid: string): Promise<void> {
  const { stays } = await store.load({ stays: [sid], rooms: [], livekit: false });
  const stored = stays.get(sid);
  if (stored === undefined) throw new Error(`${sid} is not stored`);
  const document = { ...stored.document, hidden: true };
  await store.save({ ...noWrites, stays: [{ document, version: stored.version }] });
}

const verify = (reader: Verifiable) => verifyRebuild(reader, { pauseMs: 1 });

describe("verifying a rebuild", () => {
  it("finds the stored documents equal to what the archive gives", async () => {
    const report = await verify(await openLesson());
    expect(report).toEqual({ records: 5, silent: 0, unreadable: 0, stays: 2, rooms: 1, differences: [] });
  });

  it("law: finds them equal whatever the evidence, and however it came", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords, fc.nat({ max: 30 }), async (records, cut) => {
        const store = new MemoryStore();
        await storeEvidence(store, records.slice(cut));
        await storeEvidence(store, records.slice(0, cut));
        expect((await verify(store)).differences).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("names a document that was changed by hand, and what differs in it", async () => {
    const store = await openLesson();
    await tamper(store, "PA_2");
    const { differences } = await verify(store);
    expect(differences).toEqual([
      { kind: "stay", id: "PA_2", fields: [{ field: "hidden", stored: "true", rebuilt: "false" }] },
    ]);
  });

  it("names a document that no evidence speaks of, and one that is missing", async () => {
    const store = await openLesson();
    await storeNew(store, { stays: [buildStay({ sid: "PA_9", room: "maths" })] });
    await store.archive([webhookRecord({ event: "room_started", room: "physics" })]);
    const { differences } = await verify(store);
    expect(differences.map(({ kind, id }) => [kind, id])).toEqual([
      ["stay", "PA_9"],
      ["room", "RM_physics"],
    ]);
  });

  it("notices what is missing in the knowledge about LiveKit as a whole", async () => {
    const store = await openLesson();
    await store.archive([censusRecord({ askedAt: ten + 2 * minute })]);
    const { differences } = await verify(store);
    expect(differences.map(({ kind }) => kind)).toEqual(["livekit"]);
  });

  it("counts what says nothing and what nobody understands", async () => {
    const store = await openLesson();
    const broken = buildRecord("EV_broken", '{"event":"participant_left"}');
    await store.archive([broken, buildRecord("EV_other", '{"event":"egress_started"}')]);
    expect(await verify(store)).toMatchObject({ records: 7, silent: 1, unreadable: 1, differences: [] });
  });

  it("takes evidence that arrives while it reads for no difference", async () => {
    const store = await openLesson();
    const late: EvidenceRecord[] = [0, 1, 2].map((n) =>
      snapshotRecord({ room: "maths", askedAt: ten + (n + 2) * minute, present: [listed("PA_2", "bob")] }),
    );
    const busy: Verifiable = {
      ...readerOf(store),
      async *archived() {
        yield* store.archived();
        const next = late.shift();
        if (next !== undefined) await storeEvidence(store, [next]);
      },
    };
    expect((await verify(busy)).differences).toEqual([]);
    expect(late).toHaveLength(1);
  });

  it("finds a difference also while evidence arrives", async () => {
    const store = await openLesson();
    await tamper(store, "PA_1");
    let n = 2;
    const busy: Verifiable = {
      ...readerOf(store),
      async *archived() {
        yield* store.archived();
        n += 1;
        await storeEvidence(store, [snapshotRecord({ room: "maths", askedAt: ten + n * minute })]);
      },
    };
    expect((await verify(busy)).differences.map(({ id }) => id)).toContain("PA_1");
  });

  it("asks for thousands of documents that differ in few questions", { timeout: 60_000 }, async () => {
    const store = new MemoryStore();
    const sids = Array.from({ length: 1_200 }, (_, n) => `PA_${n}`);
    await store.archive(
      sids.map((sid) => webhookRecord({ event: "participant_joined", room: "maths", sid })),
    );
    let questions = 0;
    const counting: Verifiable = {
      ...readerOf(store),
      load: (touched) => {
        questions += 1;
        expect(touched.stays.length).toBeLessThanOrEqual(1_000);
        return store.load(touched);
      },
    };
    expect((await verify(counting)).differences).toHaveLength(1_200);
    expect(questions).toBeLessThan(30);
  });

  it("ends between two pages when it is told to", async () => {
    const store = await openLesson();
    await tamper(store, "PA_1");
    const interruption = AbortSignal.abort(new Error("Stopped by SIGINT."));
    await expect(verifyRebuild(store, { pauseMs: 1, interruption })).rejects.toThrow("Stopped by SIGINT.");
  });
});

const readerOf = (store: MemoryStore): Verifiable => ({
  archived: () => store.archived(),
  allStays: () => store.allStays(),
  allSessions: () => store.allSessions(),
  load: (touched) => store.load(touched),
  livekit: () => store.livekit(),
});
