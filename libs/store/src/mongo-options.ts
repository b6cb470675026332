import type { MongoClientOptions } from "mongodb";

/** How long a call may take before it counts as failed, by default. */
export const defaultAnswerLimitMs = 5_000;

/**
 * Only all these limits together make a call fail in time when mongod hangs: `timeoutMS` does nothing in this
 * driver, and a socket's limit alone waits on. The socket's is the longest, because it cuts off what is being
 * done; a majority that does not confirm must fail before it.
 */
export const clientOptions = (answerLimitMs: number, appName: string): MongoClientOptions => ({
  appName,
  maxPoolSize: 20,
  connectTimeoutMS: answerLimitMs / 2,
  serverSelectionTimeoutMS: answerLimitMs / 2,
  waitQueueTimeoutMS: answerLimitMs / 2,
  heartbeatFrequencyMS: Math.max(500, answerLimitMs / 2),
  socketTimeoutMS: answerLimitMs,
  // One by one: what an address asks for (`?journal=false`) would win over the same thing said as a whole.
  w: "majority",
  journal: true,
  wtimeoutMS: answerLimitMs * 0.8,
  readConcernLevel: "majority",
  readPreference: "primary",
});

/** Building an index over a large collection takes longer than any answer. */
export const indexingOptions = (answerLimitMs: number, appName: string): MongoClientOptions => ({
  ...clientOptions(answerLimitMs, appName),
  socketTimeoutMS: 10 * 60_000,
});

/** The database that a connection string names, or else `rollcall`. */
export const databaseIn = (url: string): string =>
  decodeURIComponent(/^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]+)/.exec(url)?.[1] ?? "rollcall");
