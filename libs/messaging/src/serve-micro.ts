import { Svcm, type ServiceMsg } from "@nats-io/services";
import { CodedError, statusOf } from "@rollcall/contracts";
import { within } from "@rollcall/runtime";
import { extractTrace, withSpan } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";
import { decode, encode } from "./json.ts";
import { fromHeaders, readable } from "./message-headers.ts";

export type Endpoint = {
  /** The whole subject, such as `attendance.v1.status`; its last part is the endpoint's name. */
  readonly subject: string;
  /** Answers a JSON body with one. Throw a `CodedError` to answer with its code. */
  readonly answer: (body: unknown) => Promise<unknown>;
  readonly metadata?: Readonly<Record<string, string>>;
};

export type MicroService = {
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  readonly description: string;
  readonly endpoints: readonly Endpoint[];
  /** How many requests are answered at once; the others get 503 `bus_unavailable`. Default 256. */
  readonly maxInFlight?: number;
};

const stopLimitMs = 5000;

/**
 * Serves a NATS micro service (ADR-32), discoverable by `nats micro`; instances share the requests. Errors are
 * answered with the code as description, and an HTTP-like number. Disposing it finishes the requests under way.
 */
export async function serveMicro(bus: Bus, service: MicroService): Promise<AsyncDisposable> {
  const { name, version, description, endpoints, maxInFlight = 256 } = service;
  const running = new Set<Promise<void>>();
  const added = await new Svcm(bus.nc).add({ name, version, description });
  for (const endpoint of endpoints) {
    const { subject, metadata } = endpoint;
    added.addEndpoint(subject.split(".").at(-1) ?? subject, {
      subject,
      ...(metadata ? { metadata: { ...metadata } } : {}),
      // The library catches what is thrown at once, but no rejection: `respond` has none.
      handler: (failure, message) => {
        if (failure) bus.log.error({ subject, err: failure }, "micro.failed");
        else if (running.size >= maxInFlight) fail(message, new CodedError("bus_unavailable"));
        else track(running, respond(bus, endpoint, message));
      },
    });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (!added.isStopped)
        await within(
          added.stop().catch(() => {}),
          stopLimitMs,
          undefined,
        );
      await within(Promise.all(running), stopLimitMs, undefined);
    },
  };
}

function track(running: Set<Promise<void>>, answering: Promise<void>): void {
  const task = answering.finally(() => running.delete(task));
  running.add(task);
}

async function respond(bus: Bus, { subject, answer }: Endpoint, message: ServiceMsg): Promise<void> {
  const parent = extractTrace(readable(fromHeaders(message.headers)));
  const attributes = { "rpc.system.name": "nats", "rpc.method": subject };
  try {
    await withSpan(`serve ${subject}`, { kind: "server", parent, attributes }, async () => {
      message.respond(encode(await answer(decode(message.data))));
    });
  } catch (error) {
    const isExpected = error instanceof CodedError && error.code !== "unexpected_error";
    if (!isExpected) bus.log.error({ subject, err: error }, "micro.failed");
    fail(message, isExpected ? error : new CodedError("unexpected_error"));
  }
}

const fail = (message: ServiceMsg, { code }: CodedError) => message.respondError(statusOf(code), code);
