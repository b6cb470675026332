export { eventually } from "./eventually.ts";
export { join, joinMany, type Crowd, type Participant } from "./participant.ts";
export type { Scenario } from "./participant-messages.ts";
export { joinToken, mintToken, type LiveKitAccess, type ParticipantOptions } from "./token.ts";
export { startProxy, type Fate, type FaultyProxy, type Passing, type Rule } from "./faulty-proxy.ts";
