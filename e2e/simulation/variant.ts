import type { HandleBatch } from "@rollcall/messaging";
import type { StoreWriter } from "@rollcall/store";

/** What stands in the service's place for a test of the simulation itself: a mistake that it must find. */
export interface Variant {
  readonly store: (store: StoreWriter) => StoreWriter;
  readonly handle: (handle: HandleBatch) => HandleBatch;
}

/** The service as it is. */
export const asItIs: Variant = { store: (store) => store, handle: (handle) => handle };
