import type { HandleBatch } from "@rollcall/messaging";
import type { Source } from "@rollcall/messaging/testing";
import type { StoreWriter } from "@rollcall/store";
import type { LiveKit, Outbox } from "@rollcall/verifier";

/**
 * What stands in the service's place for a test of the simulation itself: a mistake that it must find. `store`,
 * `handle` and `source` are attendance's, `livekit` and `outbox` the verifier's.
 */
export interface Variant {
  readonly store: (store: StoreWriter) => StoreWriter;
  readonly handle: (handle: HandleBatch) => HandleBatch;
  readonly source: (source: Source) => Source;
  readonly livekit: (livekit: LiveKit) => LiveKit;
  readonly outbox: (outbox: Outbox) => Outbox;
}

/** The service as it is. */
export const asItIs: Variant = {
  store: (store) => store,
  handle: (handle) => handle,
  source: (source) => source,
  livekit: (livekit) => livekit,
  outbox: (outbox) => outbox,
};
