import { consumers, streams } from "@rollcall/contracts";
import { observe } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";

/**
 * Tells, until disposed, how full the streams are whose messages nobody may drop, and how much evidence waits: also
 * while nobody takes it.
 */
export function watchStreams(bus: Bus): Disposable {
  const watching = new DisposableStack();
  for (const stream of [streams.evidence, streams.dead]) {
    const labels = { "messaging.destination.name": stream };
    watching.use(observe("streamFilled", () => filledOf(bus, stream), labels));
  }
  watching.use(observePending(bus, consumers.attendance.stream, consumers.attendance.durable));
  return watching;
}

export const observePending = (bus: Bus, stream: string, durable: string): Disposable =>
  observe("pending", () => pendingOf(bus, stream, durable), { "messaging.consumer.group.name": durable });

async function filledOf({ jsm }: Bus, stream: string): Promise<number> {
  const { config, state } = await jsm.streams.info(stream);
  return config.max_bytes > 0 ? state.bytes / config.max_bytes : 0;
}

async function pendingOf({ jsm }: Bus, stream: string, durable: string): Promise<number> {
  const { num_pending, num_ack_pending } = await jsm.consumers.info(stream, durable);
  return num_pending + num_ack_pending;
}
