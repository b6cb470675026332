import { consumers, decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { ensureTopology, openBus, publish, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { canonicalJson, type Store, type StoreReader } from "@rollcall/store";
import { allOf, arbitraryRecord, MemoryStore, storeEvidence } from "@rollcall/store/testing";
import * as fc from "fast-check";
import { expect } from "vitest";
import { consumeEvidence } from "../src/consume-evidence.ts";

export const log = createLogger("test", { level: "silent" });

/** Waits of a second altogether, so that a poison message is given up soon. */
export const shortBackoff = { awayMs: [50, 100, 200], failedMs: [50, 100, 200] };

const mebibyte = 1024 * 1024;
export const smallLimits = {
  evidenceMaxBytes: 64 * mebibyte,
  deadMaxBytes: 4 * mebibyte,
  checksMaxBytes: 4 * mebibyte,
};

export interface World extends AsyncDisposable {
  readonly bus: Bus;
  readonly store: Store;
  /** Starts one more instance. */
  readonly startInstance: () => Promise<AsyncDisposable>;
}

/** A nats-server of its own with the whole topology, and no instance yet. The store is not closed at the end. */
export async function openWorld(store: Store): Promise<World> {
  const stack = new AsyncDisposableStack();
  const nats = stack.use(await startNats());
  const bus = stack.use(await openBus({ url: nats.url, name: "test", log }));
  await ensureTopology(bus, smallLimits);
  return {
    bus,
    store,
    startInstance: async () => stack.use(await consumeEvidence({ bus, store, log, backoff: shortBackoff })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

let published = 0;
const atOnce = 50;

/** Publishes records as new messages, so that JetStream takes none for a duplicate. */
export async function publishAll({ bus }: World, records: readonly EvidenceRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += atOnce) {
    const some = records.slice(from, from + atOnce).map(({ subject, body, headers }) => {
      published += 1;
      return publish(bus, { subject, body, headers, id: `message ${published}` });
    });
    await Promise.all(some);
  }
}

/** Waits until every message has its verdict. */
export async function untilSettled({ bus }: World): Promise<void> {
  const { stream, durable } = consumers.attendance;
  const unsettled = async () => {
    const { num_pending, num_ack_pending } = await bus.jsm.consumers.info(stream, durable);
    return num_pending + num_ack_pending;
  };
  await expect.poll(unsettled, { timeout: 50_000, interval: 50 }).toBe(0);
}

/** Where what is stored departs from what these records give, each once and in order; a few examples each way. */
export async function departures(store: StoreReader, records: readonly EvidenceRecord[]) {
  const model = new MemoryStore();
  await storeEvidence(model, records);
  const [stored, expected] = [await stateOf(store), await stateOf(model)];
  return { missing: beyond(expected, stored), unexpected: beyond(stored, expected) };
}

const beyond = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...some].filter((each) => !others.has(each)).slice(0, 3);

export const none = { missing: [], unexpected: [] };

/** Everything stored, as canonical JSON; versions left out. */
async function stateOf(store: StoreReader): Promise<ReadonlySet<string>> {
  const documents = [
    ...(await allOf(store.allStays())),
    ...(await allOf(store.allSessions())),
    await store.livekit(),
    ...(await allOf(store.archived())),
  ];
  return new Set(documents.map(canonicalJson));
}

/** Records that say something about attendance, the same at each run. */
export const sampleRecords = (count: number, seed: number): readonly EvidenceRecord[] =>
  fc.sample(
    arbitraryRecord.filter((record) => decodeEvidence(record) !== null),
    { numRuns: count, seed },
  );
