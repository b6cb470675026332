export { allOf } from "./all-of.ts";
export { describeStore } from "./conformance.ts";
export { buildRecord, buildSession, buildStay, ten, type SessionFacts, type StayFacts } from "./documents.ts";
export { MemoryStore } from "./memory-store.ts";
export { openTemporaryStore, type TemporaryStore } from "./temporary-store.ts";
export { noWrites, storeNew } from "./write.ts";
