export * from "./codes.ts";
export * from "./room-hash.ts";
export * from "./subjects.ts";
