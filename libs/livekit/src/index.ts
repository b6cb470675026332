export type { ApiKeys } from "./signed-token.ts";
export {
  createWebhookVerifier,
  type VerifiedWebhook,
  type WebhookRefusal,
  type WebhookRequest,
  type WebhookVerifierOptions,
} from "./webhook-verifier.ts";
