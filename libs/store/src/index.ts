export { canonicalJson } from "./canonical-json.ts";
export { openMongoStore, type MongoStoreOptions } from "./open-mongo-store.ts";
export type {
  Documents,
  OpenRoom,
  RecentStarts,
  Start,
  StartsBefore,
  Store,
  StoreReader,
  StoreWriter,
  Versioned,
  Writes,
} from "./port.ts";
