export { startFakeLiveKit, type FakeCall, type FakeFate, type FakeLiveKit } from "./fake-livekit.ts";
export type { FakeParticipant, FakeRoom } from "./fake-rooms.ts";
export { sendWebhook } from "./send-webhook.ts";
export { signToken, signWebhook, type Key } from "./sign-webhook.ts";
export { readSpecimens, type Specimen } from "./specimens.ts";
