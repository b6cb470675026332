import { MongoClient, MongoServerError, type Db, type Document } from "mongodb";
import { reaching } from "./mongo-failure.ts";
import { indexPlans } from "./mongo-indexes.ts";
import { clientOptions, databaseIn } from "./mongo-options.ts";

/** What a database says about itself, as far as the right to read goes. */
export interface MongoInspection {
  readonly version: string;
  /** Null for a mongod that is in no replica set, and for a router. */
  readonly replicaSet: string | null;
  readonly isRouter: boolean;
  /** The member that takes writes, as the set names it. */
  readonly primary: string | null;
  /** Members that hold data. */
  readonly members: number;
  /** Members that only vote. */
  readonly arbiters: number;
  /** How far what a majority has stored is behind the last write, in milliseconds; null when it is not told. */
  readonly majorityLagMs: number | null;
  /** `collection.index` of those that the store uses and the database lacks, or has otherwise. */
  readonly missingIndexes: readonly string[];
}

/** Looks and changes nothing. Throws `store_unavailable` within about `limitMs`. */
export async function inspectMongo({
  url,
  database = databaseIn(url),
  limitMs = 5_000,
}: {
  readonly url: string;
  readonly database?: string;
  readonly limitMs?: number;
}): Promise<MongoInspection> {
  const client = new MongoClient(url, clientOptions(limitMs, "rollcall doctor"));
  try {
    return await reaching(() => inspect(client, client.db(database)));
  } finally {
    await client.close();
  }
}

async function inspect(client: MongoClient, db: Db): Promise<MongoInspection> {
  const admin = client.db("admin");
  const [build, hello] = [await admin.command({ buildInfo: 1 }), await admin.command({ hello: 1 })];
  const missing = await Promise.all([missingIn(db, "stays"), missingIn(db, "rooms")]);
  return {
    version: String(build["version"]),
    replicaSet: typeof hello["setName"] === "string" ? hello["setName"] : null,
    isRouter: hello["msg"] === "isdbgrid",
    primary: typeof hello["primary"] === "string" ? hello["primary"] : null,
    members: Math.max(1, countOf(hello["hosts"]) + countOf(hello["passives"])),
    arbiters: countOf(hello["arbiters"]),
    majorityLagMs: majorityLag(hello["lastWrite"]),
    missingIndexes: missing.flat(),
  };
}

const countOf = (hosts: unknown): number => (Array.isArray(hosts) ? hosts.length : 0);

function majorityLag(lastWrite: unknown): number | null {
  if (typeof lastWrite !== "object" || lastWrite === null) return null;
  if (!("lastWriteDate" in lastWrite && "majorityWriteDate" in lastWrite)) return null;
  const { lastWriteDate, majorityWriteDate } = lastWrite;
  if (!(lastWriteDate instanceof Date && majorityWriteDate instanceof Date)) return null;
  return Math.max(0, lastWriteDate.getTime() - majorityWriteDate.getTime());
}

async function missingIn(db: Db, collection: keyof typeof indexPlans): Promise<readonly string[]> {
  const found = await indexesOf(db, collection);
  const isThere = ({ name, key, partialFilterExpression }: (typeof indexPlans)["stays"][number]) =>
    found.some(
      (index) =>
        index["name"] === name &&
        JSON.stringify(index["key"]) === JSON.stringify(key) &&
        JSON.stringify(index["partialFilterExpression"]) === JSON.stringify(partialFilterExpression),
    );
  return indexPlans[collection].filter((plan) => !isThere(plan)).map(({ name }) => `${collection}.${name}`);
}

const namespaceNotFound = 26;

async function indexesOf(db: Db, collection: string): Promise<readonly Document[]> {
  try {
    return await db.collection(collection).indexes();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  }
}
