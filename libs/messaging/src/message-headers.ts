import { headers, type MsgHdrs } from "@nats-io/transport-node";
import { injectTrace } from "@rollcall/telemetry";

export type MessageHeaders = Readonly<Record<string, string>>;

/** NATS headers with the running span's trace context. New ones for each publish: the client changes them. */
export function toHeaders(record: MessageHeaders = {}): MsgHdrs {
  const made = toUntracedHeaders(record);
  injectTrace(made);
  return made;
}

export function toUntracedHeaders(record: MessageHeaders = {}): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(record)) made.set(name, value);
  return made;
}

export function fromHeaders(received: MsgHdrs | undefined): MessageHeaders {
  return Object.fromEntries((received?.keys() ?? []).map((name) => [name, received?.get(name) ?? ""]));
}

/** A record of headers as telemetry reads them. */
export const readable = (record: MessageHeaders) => ({
  get: (name: string) => record[name],
  keys: () => Object.keys(record),
});
