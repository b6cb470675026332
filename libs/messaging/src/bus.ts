import { EventEmitter, once } from "node:events";
import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Logger } from "@rollcall/runtime";

/** A connection to NATS that comes back by itself for as long as it is open. */
export type Bus = AsyncDisposable & {
  readonly name: string;
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly log: Logger;
  readonly state: BusState;
  isConnected(): boolean;
  /** Since when NATS has been away, in milliseconds since the epoch; `undefined` while it is there. */
  downSince(): number | undefined;
};

export type BusState = {
  downSince: number | undefined;
  closing: boolean;
  readonly changes: EventEmitter<{ up: []; down: [] }>;
  /** Publishes that wait for their confirmation: bounded, so that an outage cannot fill the memory. */
  readonly inFlight: { messages: number; bytes: number };
};

export function createBusState(): BusState {
  const changes = new EventEmitter<{ up: []; down: [] }>();
  // One listener per publish under way; their number has a bound of its own.
  changes.setMaxListeners(0);
  return { downSince: undefined, closing: false, changes, inFlight: { messages: 0, bytes: 0 } };
}

/** Waits until the bus is connected; false when it takes longer than the limit. */
export async function untilConnected(bus: Pick<Bus, "state">, limitMs: number): Promise<boolean> {
  if (bus.state.downSince === undefined) return true;
  try {
    await once(bus.state.changes, "up", { signal: AbortSignal.timeout(Math.max(0, Math.ceil(limitMs))) });
    return true;
  } catch {
    return false;
  }
}
