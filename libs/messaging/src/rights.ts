import { JetStreamApiError } from "@nats-io/jetstream";
import { PermissionViolationError } from "@nats-io/transport-node";
import type { Bus } from "./bus.ts";
import { wrongLastSequence } from "./publish.ts";
import { isNoResponders } from "./send-until.ts";

const limitMs = 3_000;
/** No stream gets so far, so what expects it as the last number is refused: by the stream, if the server lets it through. */
const unreachable = Number.MAX_SAFE_INTEGER;

/** Whether a connection may store messages under a subject, if there is a stream for it. Stores none. */
export async function mayStore({ js }: Pick<Bus, "js">, subject: string): Promise<boolean> {
  try {
    await js.publish(subject, "", { expect: { lastSequence: unreachable }, timeout: limitMs });
    return true;
  } catch (error) {
    if (isViolation(error)) return false;
    const isRefusedByStream = error instanceof JetStreamApiError && error.code === wrongLastSequence;
    if (isRefusedByStream || isNoResponders(error)) return true;
    throw error;
  }
}

/** Whether a question to NATS is answered with: you may not ask that. */
export async function isForbidden(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    return isViolation(error);
  }
}

const isViolation = (error: unknown): boolean =>
  error instanceof PermissionViolationError || (error instanceof Error && isViolation(error.cause));
