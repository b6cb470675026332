export { apiKeysOf, keySettings } from "./key-settings.ts";
export type { ApiKeys } from "./signed-token.ts";
export {
  createWebhookTokenReader,
  createWebhookVerifier,
  matchBody,
  type VerifiedWebhook,
  type WebhookRefusal,
  type WebhookRequest,
  type WebhookToken,
  type WebhookVerifierOptions,
} from "./webhook-verifier.ts";
export { createTokenReader, type Grants, type ReadToken } from "./token-reader.ts";
export {
  openRoomService,
  type Failed,
  type ListedParticipants,
  type ListedRooms,
  type ListingModeAnswer,
  type NodeAnswer,
  type RoomService,
  type RoomServiceOptions,
} from "./room-service.ts";
export { mintToken, type LiveKitAccess, type LiveKitCode } from "./twirp.ts";
export { createClock, type Clock, type ClockOptions, type LiveKitInstant } from "./clock.ts";
