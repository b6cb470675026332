import { extractTrace } from "@rollcall/telemetry";
import type { Delivery } from "../src/index.ts";

/** A delivery for tests of a service's own code; a body that is no text becomes JSON. */
export function deliveryOf(parts: Partial<Omit<Delivery, "data">> & { readonly body?: unknown }): Delivery {
  const { body = "", ...given } = parts;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    subject: "evidence.webhook.participant_left",
    data: new TextEncoder().encode(text),
    headers: {},
    id: "EV_1",
    sequence: 1,
    deliveries: 1,
    storedAt: 0,
    trace: extractTrace(undefined),
    ...given,
  };
}
