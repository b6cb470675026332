import { setTimeout as pause } from "node:timers/promises";
import { CodedError } from "@rollcall/contracts";
import type { Logger } from "@rollcall/runtime";
import { MongoClient } from "mongodb";
import { reaching } from "./mongo-failure.ts";
import { createIndexes } from "./mongo-indexes.ts";
import { clientOptions, databaseIn, defaultAnswerLimitMs, indexingOptions } from "./mongo-options.ts";
import { MongoStore } from "./mongo-store.ts";
import type { Store } from "./port.ts";
import { collectionsOf } from "./stored.ts";

export interface MongoStoreOptions {
  readonly url: string;
  /** Default: the one that `url` names, or else `rollcall`. */
  readonly database?: string | undefined;
  readonly log: Logger;
  /** Create missing indexes first; for the one writer. Default false, which needs no right but to read. */
  readonly createIndexes?: boolean;
  /** How long a call may take before it fails with `store_unavailable`, roughly. Default 5 s. */
  readonly answerLimitMs?: number;
  /** How long the first connection may take. Default 30 s. */
  readonly startLimitMs?: number;
}

/** Connects, waiting for the database as long as `startLimitMs`; then throws `store_unavailable`. */
export async function openMongoStore(options: MongoStoreOptions): Promise<Store> {
  const { log, startLimitMs = 30_000 } = options;
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    try {
      return await connect(options);
    } catch (error) {
      if (!(error instanceof CodedError) || performance.now() >= deadline) throw plainly(error);
      log.warn({ code: error.code, reason: error.message }, "store.awaited");
      await pause(retryMs);
    }
  }
}

/** A client whose first connection failed never connects again, so each attempt has its own. */
async function connect(options: MongoStoreOptions): Promise<Store> {
  const { url, log, answerLimitMs = defaultAnswerLimitMs } = options;
  const database = options.database ?? databaseIn(url);
  const client = new MongoClient(url, clientOptions(answerLimitMs, "rollcall"));
  const store = new MongoStore(client, collectionsOf(client.db(database)));
  try {
    await store.ping();
    if (options.createIndexes === true) await prepare(url, database, answerLimitMs);
    reportReachability(client, log);
    return store;
  } catch (error) {
    await client.close();
    throw error;
  }
}

const retryMs = 500;

const plainly = (error: unknown): unknown =>
  error instanceof CodedError
    ? new CodedError(error.code, `MONGODB_URL: MongoDB cannot be reached (${error.message})`, {
        cause: error,
      })
    : error;

async function prepare(url: string, database: string, answerLimitMs: number): Promise<void> {
  const client = new MongoClient(url, indexingOptions(answerLimitMs, "rollcall indexes"));
  try {
    await reaching(() => createIndexes(collectionsOf(client.db(database))));
  } finally {
    await client.close();
  }
}

/** One line when the database goes away and one when it is back. */
function reportReachability(client: MongoClient, log: Logger): void {
  let wasReachable = true;
  client.on("topologyDescriptionChanged", ({ newDescription }) => {
    const isReachable = [...newDescription.servers.values()].some(({ isWritable }) => isWritable);
    if (isReachable !== wasReachable) {
      if (isReachable) log.info("store.reachable");
      else log.warn({ reason: newDescription.error?.message }, "store.unreachable");
    }
    wasReachable = isReachable;
  });
}
