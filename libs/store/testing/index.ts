export { allOf } from "./all-of.ts";
export { arbitraryRecord, arbitraryRecords } from "./arbitrary-records.ts";
export { describeStore } from "./conformance.ts";
export { buildRecord, buildSession, buildStay, ten, type SessionFacts, type StayFacts } from "./documents.ts";
export { MemoryStore } from "./memory-store.ts";
export { storeEvidence } from "./store-evidence.ts";
export { openTemporaryStore, type TemporaryStore } from "./temporary-store.ts";
export { noWrites, storeNew } from "./write.ts";
export {
  censusRecord,
  listed,
  snapshotRecord,
  webhookRecord,
  type SnapshotFacts,
  type WebhookFacts,
} from "./records.ts";
