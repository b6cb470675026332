export * from "./api.ts";
export * from "./check.ts";
export * from "./codes.ts";
export * from "./evidence-record.ts";
export * from "./room-hash.ts";
export * from "./snapshot.ts";
export * from "./subjects.ts";
export * from "./webhook.ts";
