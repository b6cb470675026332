export { applyEvidence, type Applying } from "./apply-evidence.ts";
export { configSchema } from "./config.ts";
export { consumeEvidence, type Consuming } from "./consume-evidence.ts";
