export { eventually } from "./eventually.ts";
export { join, joinMany, type Crowd, type Participant } from "./participant.ts";
export type { Scenario, Told, Turn } from "./participant-messages.ts";
export { knock, type Knock } from "./knock.ts";
export { rename } from "./rename.ts";
export { joinToken, mintToken, type LiveKitAccess, type ParticipantOptions } from "./token.ts";
export { startProxy, type Fate, type FaultyProxy, type Passing, type Rule } from "./faulty-proxy.ts";
