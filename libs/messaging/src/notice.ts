import { failureName, openSpan, withSpan, extractTrace, type TraceContext } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";
import { decode, encode } from "./json.ts";
import { fromHeaders, readable, toHeaders } from "./message-headers.ts";
import { subjectTemplate } from "./subject-template.ts";

/** A notice, with its JSON body and the trace that it belongs to. */
export type Notice = { readonly subject: string; readonly body: unknown; readonly trace: TraceContext };

/** Sends a notice to whoever listens now. It can be lost, and is while NATS is away; never throws. */
export async function notify(bus: Bus, subject: string, body: unknown): Promise<void> {
  if (!bus.isConnected()) return;
  const destination = subjectTemplate(subject);
  await withSpan(
    `notify ${destination}`,
    { kind: "producer", attributes: describe("publish", destination) },
    (span) => {
      try {
        bus.nc.publish(subject, encode(body), { headers: toHeaders() });
      } catch (error) {
        span.fail(failureName(error));
      }
    },
  );
}

/**
 * Hears notices until disposed, also after an outage; those sent meanwhile are lost. `hear` must be quick and is
 * called for each in order; what it throws, and what is not JSON, is logged.
 */
export function subscribe(bus: Bus, subject: string, hear: (notice: Notice) => void): Disposable {
  const subscription = bus.nc.subscribe(subject, {
    callback: (error, message) => {
      try {
        if (error) throw error;
        const parent = extractTrace(readable(fromHeaders(message.headers)));
        const destination = subjectTemplate(message.subject);
        const attributes = describe("process", destination);
        using span = openSpan(`process ${destination}`, { kind: "consumer", parent, attributes });
        hear({ subject: message.subject, body: decode(message.data), trace: span.trace });
      } catch (failure) {
        bus.log.error({ subject, err: failure }, "notice.failed");
      }
    },
  });
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}

const describe = (operation: "publish" | "process", destination: string) => ({
  "messaging.system": "nats",
  "messaging.operation.name": operation,
  "messaging.destination.template": destination,
});
