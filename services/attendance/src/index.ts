export { applyEvidence, type Applying } from "./apply-evidence.ts";
export { consumeEvidence, type Consuming } from "./consume-evidence.ts";
