export { signToken, signWebhook, type Key } from "./sign-webhook.ts";
export { readSpecimens, type Specimen } from "./specimens.ts";
