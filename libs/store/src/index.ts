export { canonicalJson } from "./canonical-json.ts";
export { sizeOf, withoutLost, writesOf } from "./changes.ts";
export { foldBatch, touchedByAll } from "./fold-batch.ts";
export { inspectMongo, type MongoInspection } from "./inspect-mongo.ts";
export { openMongoStore, type MongoStoreOptions } from "./open-mongo-store.ts";
export type {
  ArchiveKey,
  Change,
  Changes,
  Documents,
  Erasure,
  OpenRoom,
  OpenStayCounts,
  RecentStarts,
  Replacement,
  Start,
  StartsBefore,
  Store,
  StoreEraser,
  StoreReader,
  StoreUsage,
  StoreWriter,
  Versioned,
  Writes,
} from "./port.ts";
export { archiveKeyOf } from "./variant.ts";
