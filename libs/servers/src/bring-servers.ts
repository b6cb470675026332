import { acquire, type AcquireOptions } from "./acquire.ts";
import { liveKitKind, mongoKind, natsKind } from "./server-kind.ts";

/**
 * Gets nats-server, mongod and livekit-server without starting them, so that later starts take no more than a
 * second; a livekit-server that must be built takes minutes.
 */
export async function bringServers(options: Omit<AcquireOptions, "url"> = {}): Promise<void> {
  for (const kind of [natsKind, mongoKind, liveKitKind]) await acquire(kind, options);
}
