export { applyEvidence, type Applying } from "./apply-evidence.ts";
export { configSchema } from "./config.ts";
export { consumeEvidence, handleEvidence, type Consuming } from "./consume-evidence.ts";
