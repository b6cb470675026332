import type { NatsConnection, Status } from "@nats-io/transport-node";
import { CodedError } from "@rollcall/contracts";
import type { Logger } from "@rollcall/runtime";
import type { BusState } from "./bus.ts";

/** Keeps the bus' state up to date with what the connection says, until it is closed. */
export function watchStatus(nc: NatsConnection, state: BusState, log: Logger): void {
  void follow(nc, state, log);
  void endWithConnection(nc, state);
}

async function follow(nc: NatsConnection, state: BusState, log: Logger): Promise<void> {
  for await (const status of nc.status()) apply(status, state, log);
}

function apply(status: Status, state: BusState, log: Logger): void {
  switch (status.type) {
    case "disconnect":
      state.downSince ??= Date.now();
      state.changes.emit("down");
      if (!state.closing) log.warn({ server: status.server }, "bus.disconnected");
      return;
    case "reconnect": {
      const outageMs = state.downSince === undefined ? 0 : Date.now() - state.downSince;
      state.downSince = undefined;
      state.changes.emit("up");
      log.info({ server: status.server, outageMs }, "bus.reconnected");
      return;
    }
    case "error":
      log.error({ err: status.error }, "bus.error");
      return;
    case "staleConnection":
    case "slowConsumer":
    case "ldm":
      log.warn({ type: status.type }, "bus.trouble");
      return;
    default:
  }
}

/** A connection that gives up while the bus is open is beyond repair: the process must end and be restarted. */
async function endWithConnection(nc: NatsConnection, state: BusState): Promise<void> {
  const error = await nc.closed();
  if (state.closing) return;
  throw new CodedError("bus_unavailable", "The connection to NATS was closed for good", { cause: error });
}
