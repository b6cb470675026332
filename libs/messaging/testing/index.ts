export { defaultBackoff, maxDeliveries, ackWaitMs } from "../src/backoff.ts";
export type { DeadLetter } from "../src/dead-letter.ts";
export type { Receipt } from "../src/delivery.ts";
export { workInBatches, workOneByOne, type Source } from "../src/work-loops.ts";
export type { Working } from "../src/work.ts";
export { deliveryOf } from "./delivery-of.ts";
