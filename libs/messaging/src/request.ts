import { TimeoutError } from "@nats-io/transport-node";
import { CodedError, codes, type Code } from "@rollcall/contracts";
import { ServiceError } from "@nats-io/services";
import { withSpan } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";
import { decode, encode } from "./json.ts";
import { toHeaders } from "./message-headers.ts";
import { isNoResponders } from "./send-until.ts";

export type RequestOptions = {
  readonly timeoutMs: number;
  /** The code when nobody answers in time; default `bus_unavailable`. */
  readonly away?: Code;
};

/**
 * Asks a service and resolves with its JSON answer. Throws the code that the service answered; `away` when none
 * answers in time, or NATS is away. Not repeated: the caller knows whether it may be.
 */
export async function request(
  bus: Bus,
  subject: string,
  body: unknown,
  options: RequestOptions,
): Promise<unknown> {
  const { timeoutMs, away = "bus_unavailable" } = options;
  const attributes = { "rpc.system.name": "nats", "rpc.method": subject };
  return await withSpan(`request ${subject}`, { kind: "client", attributes }, async () => {
    if (!bus.isConnected()) throw new CodedError(away);
    try {
      const reply = await bus.nc.request(subject, encode(body), { timeout: timeoutMs, headers: toHeaders() });
      const failure = ServiceError.toServiceError(reply);
      if (failure) throw fromService(failure);
      return decode(reply.data);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      const isAway = error instanceof TimeoutError || isNoResponders(error) || !bus.isConnected();
      throw new CodedError(isAway ? away : "unexpected_error", undefined, { cause: error });
    }
  });
}

/** Our services answer with a code as the description, and the message for people as the body. */
function fromService({ message }: ServiceError): CodedError {
  return isCode(message) ? new CodedError(message) : new CodedError("unexpected_error", message);
}

const isCode = (text: string): text is Code => Object.hasOwn(codes, text);
