import { readdir, readFile } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consumers, streams, subjects } from "@rollcall/contracts";
import { createLogger } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { smallLimits, startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { consumeBatches } from "./consume.ts";
import { ensureTopology } from "./ensure-topology.ts";
import { openBus } from "./open-bus.ts";
import { publish } from "./publish.ts";
import {
  eraseStored,
  getStored,
  newestStored,
  readStored,
  untilHandled,
  type StoredMessage,
} from "./stored-messages.ts";

const { evidence } = streams;

let own: OwnBus;
beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());
beforeEach(() => own.bus.jsm.streams.purge(evidence));

async function publishNumbered(count: number): Promise<number> {
  const stored = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      publish(own.bus, { subject: subjects.snapshot, id: `SN_${n}_${performance.now()}`, body: `${n}` }),
    ),
  );
  return Math.min(...stored.map(({ seq }) => seq));
}

async function readAll(): Promise<readonly StoredMessage[]> {
  const all: StoredMessage[] = [];
  for await (const batch of readStored(own.bus, evidence, subjects.allEvidence)) all.push(...batch);
  return all;
}

it("gives what a stream holds, in order, past what was deleted, and leaves no consumer behind", async () => {
  const first = await publishNumbered(1_200);
  await eraseStored(own.bus, evidence, first + 3);
  await eraseStored(own.bus, evidence, first + 1_199);
  const all = await readAll();
  expect(all.map(({ sequence }) => sequence - first)).toEqual([
    ...[0, 1, 2],
    ...Array.from({ length: 1_195 }, (_, n) => n + 4),
  ]);
  expect(all[0]).toMatchObject({ subject: subjects.snapshot, id: expect.stringMatching(/^SN_/) });
  expect((await own.bus.jsm.streams.info(evidence)).state.consumer_count).toBe(1);
});

it("gives nothing of an empty stream, and one message by its number", async () => {
  expect(await readAll()).toEqual([]);
  const first = await publishNumbered(1);
  expect(new TextDecoder().decode((await getStored(own.bus, evidence, first))?.data)).toBe("0");
  await eraseStored(own.bus, evidence, first);
  await eraseStored(own.bus, evidence, first);
  await eraseStored(own.bus, evidence, first + 1_000);
  expect(await getStored(own.bus, evidence, first)).toBeNull();
});

it("overwrites on the disk what it erases", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "rollcall-erase-"));
  {
    await using server = await startNats({ dataDir });
    const log = createLogger("test", { level: "silent" });
    await using bus = await openBus({ url: server.url, name: "test", log });
    await ensureTopology(bus, smallLimits);
    for (const name of ["alice-in-the-clear", "bob-in-the-clear"])
      await publish(bus, { subject: subjects.snapshot, id: name, body: name });
    await eraseStored(bus, evidence, 1);
  }
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const blocks = files.filter((file) => file.isFile() && file.name.endsWith(".blk"));
  const bytes = await Promise.all(blocks.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
  expect(bytes.join("")).toContain("bob-in-the-clear");
  expect(bytes.join("")).not.toContain("alice-in-the-clear");
  await rm(dataDir, { recursive: true });
});

it("tells when a consumer is done with everything up to a message", async () => {
  const { stream, durable } = consumers.attendance;
  const first = await publishNumbered(10);
  expect(await untilHandled(own.bus, consumers.attendance, first + 9, 50)).toBe(false);
  await using _ = await consumeBatches(own.bus, { stream, durable }, async (batch) =>
    batch.map(() => ({ is: "done" })),
  );
  expect(await untilHandled(own.bus, consumers.attendance, first + 9, 20_000)).toBe(true);
  await eraseStored(own.bus, evidence, first + 9);
  expect(await newestStored(own.bus, evidence, subjects.allEvidence)).toBe(first + 8);
  await own.bus.jsm.streams.purge(evidence);
  expect(await newestStored(own.bus, evidence, subjects.allEvidence)).toBe(0);
  expect(await untilHandled(own.bus, consumers.attendance, 0, 0)).toBe(true);
});
