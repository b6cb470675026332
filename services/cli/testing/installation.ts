import type { EvidenceRecord } from "@rollcall/contracts";
import { ensureTopology, openBus, publish, readStored, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startNats } from "@rollcall/servers";
import { testAddresses } from "@rollcall/servers/testing";
import { openTemporaryStore, type TemporaryStore } from "@rollcall/store/testing";
import { runRollcall, type Run } from "./run-rollcall.ts";

/** A NATS and a database of a test's own, as the services make them. */
export interface Installation extends AsyncDisposable {
  readonly bus: Bus;
  readonly temporary: TemporaryStore;
  /** Runs the command against both. */
  readonly rollcall: (...args: readonly string[]) => Promise<Run>;
}

export async function openInstallation(
  settings: Readonly<Record<string, string>> = {},
): Promise<Installation> {
  await using opening = new AsyncDisposableStack();
  const nats = opening.use(await startNats());
  const log = createLogger("test", { level: "silent" });
  const bus = opening.use(await openBus({ url: nats.url, name: "test", log }));
  await ensureTopology(bus, { evidenceMaxBytes: 2 ** 25, deadMaxBytes: 2 ** 22, checksMaxBytes: 2 ** 22 });
  const temporary = opening.use(await openTemporaryStore(testAddresses().mongodbUrl));
  const mongodbUrl = new URL(testAddresses().mongodbUrl);
  mongodbUrl.pathname = temporary.database;
  const env = { NATS_URL: nats.url, MONGODB_URL: mongodbUrl.href, ...settings };
  const opened = opening.move();
  return {
    ...{ bus, temporary },
    rollcall: (...args) => runRollcall(args, env),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Publishes records as ingress and the verifier do. */
export async function publishRecords(bus: Bus, records: readonly EvidenceRecord[]): Promise<void> {
  for (const { id, subject, headers, body } of records) await publish(bus, { id, subject, headers, body });
}

/** All that a stream holds, bodies and headers, as one text. */
export async function everythingInStream(bus: Bus, stream: string): Promise<string> {
  const texts: string[] = [];
  for await (const batch of readStored(bus, stream, ">")) {
    texts.push(
      ...batch.map(({ data, headers }) => JSON.stringify([headers, new TextDecoder().decode(data)])),
    );
  }
  return texts.join("\n");
}

/** All that a database holds, as one text. */
export async function everythingInDatabase({ db }: TemporaryStore): Promise<string> {
  const collections = await db.collections();
  const documents = await Promise.all(collections.map((collection) => collection.find().toArray()));
  return JSON.stringify(documents);
}
