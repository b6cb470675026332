export type { ApiKeys } from "./signed-token.ts";
export {
  createWebhookVerifier,
  type VerifiedWebhook,
  type WebhookRefusal,
  type WebhookRequest,
  type WebhookVerifierOptions,
} from "./webhook-verifier.ts";
export { createTokenReader, type Grants, type ReadToken } from "./token-reader.ts";
