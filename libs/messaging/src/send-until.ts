import { setTimeout as delay } from "node:timers/promises";
import { JetStreamApiError } from "@nats-io/jetstream";
import {
  ClosedConnectionError,
  DrainingConnectionError,
  InvalidArgumentError,
  RequestError,
  TimeoutError,
} from "@nats-io/transport-node";
import { CodedError } from "@rollcall/contracts";
import { untilConnected, type Bus } from "./bus.ts";

const pauseMs = 50;

/** JetStream's numbers for "no room": store failed, memory, storage, message or byte limit of stream or account. */
const fullCodes = new Set([10002, 10023, 10028, 10047, 10077]);
const tooLargeCodes = new Set([10054]);
/** JetStream is starting, or has no leader at the moment. */
const startingCodes = new Set([10008, 10009, 10076]);

/**
 * Sends, and sends again after an outage, until the deadline (of `performance.now()`). NATS buffers nothing
 * over an outage: what was under way when the connection broke is lost without a word, so it is given up at
 * once. What has no code of ours, a bug above all, is thrown as it is.
 */
export async function sendUntil<Answer>(
  bus: Pick<Bus, "state">,
  deadline: number,
  send: (timeoutMs: number) => Promise<Answer>,
): Promise<Answer> {
  let cause: unknown;
  for (;;) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0 || !(await untilConnected(bus, leftMs))) {
      throw new CodedError("bus_unavailable", undefined, { cause });
    }
    try {
      return await unlessDisconnected(bus, send(Math.max(1, deadline - performance.now())));
    } catch (error) {
      cause = error;
      if (!isPassing(error)) throw coded(error);
      await delay(Math.max(0, Math.min(pauseMs, deadline - performance.now())));
    }
  }
}

/** A listener per call and not one lasting promise: racing against that would keep every call's memory. */
async function unlessDisconnected<Answer>(
  { state }: Pick<Bus, "state">,
  answer: Promise<Answer>,
): Promise<Answer> {
  const { promise: disconnected, reject } = Promise.withResolvers<never>();
  const onDown = () => reject(new CodedError("bus_unavailable"));
  state.changes.once("down", onDown);
  try {
    return await Promise.race([answer, disconnected]);
  } finally {
    state.changes.off("down", onDown);
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof CodedError) return error.code === "bus_unavailable";
  if (error instanceof JetStreamApiError) return startingCodes.has(error.code);
  return error instanceof TimeoutError || isNoResponders(error);
}

export function isNoResponders(error: unknown): boolean {
  if (error instanceof RequestError) return error.isNoResponders();
  return error instanceof Error && error.name === "JetStreamNotEnabled";
}

function coded(error: unknown): unknown {
  if (error instanceof InvalidArgumentError) {
    return new CodedError("body_too_large", error.message, { cause: error });
  }
  if (error instanceof JetStreamApiError) {
    if (fullCodes.has(error.code)) return new CodedError("stream_full", undefined, { cause: error });
    if (tooLargeCodes.has(error.code)) return new CodedError("body_too_large", undefined, { cause: error });
    return error;
  }
  const isBus = [RequestError, ClosedConnectionError, DrainingConnectionError].some(
    (kind) => error instanceof kind,
  );
  return isBus ? new CodedError("bus_unavailable", undefined, { cause: error }) : error;
}
