export { initiateReplicaSet } from "./prepare/replica-set.ts";
export { chooseLiveKit, type LiveKit } from "./settings/choose-livekit.ts";
export { makeSettings, settingsOf, type Program } from "./settings/make-settings.ts";
export { newSecrets, type Secrets } from "./settings/secrets.ts";
