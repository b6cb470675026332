export { configSchema } from "./config.ts";
export { handleWork } from "./handle-work.ts";
export type { LiveKit } from "./livekit.ts";
export type { Machine } from "./machine.ts";
export { publishFindings, type Outbox } from "./publish-findings.ts";
export { wireLooks, type Neighbours } from "./wire-looks.ts";
