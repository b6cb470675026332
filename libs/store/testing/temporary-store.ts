import { randomUUID } from "node:crypto";
import { createLogger } from "@rollcall/runtime";
import { MongoClient, type Db } from "mongodb";
import { openMongoStore } from "../src/open-mongo-store.ts";
import type { Store } from "../src/port.ts";

export interface TemporaryStore extends AsyncDisposable {
  readonly store: Store;
  readonly database: string;
  /** The database itself, for what the port does not offer. */
  readonly db: Db;
}

/** A store in a database of its own, dropped at the end; for one test file. */
export async function openTemporaryStore(url: string): Promise<TemporaryStore> {
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  const log = createLogger("test", { level: "silent" });
  const store = await openMongoStore({ url, database, log, createIndexes: true });
  const client = new MongoClient(url);
  return {
    store,
    database,
    db: client.db(database),
    async [Symbol.asyncDispose]() {
      await client.db(database).dropDatabase();
      await client.close();
      await store[Symbol.asyncDispose]();
    },
  };
}
