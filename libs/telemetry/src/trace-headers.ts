import { context, propagation, ROOT_CONTEXT, type Context } from "@opentelemetry/api";

/** Where a trace goes on: taken from headers, given to `withSpan` as parent or link. */
export type TraceContext = Context;

/** Anything with headers to write, such as NATS' `MsgHdrs`, HTTP's `Headers` or a `Map`. */
export type HeaderWriter = { set(name: string, value: string): unknown };

/** Anything with headers to read; a missing one may read as nothing or as "". */
export type HeaderReader = { get(name: string): string | null | undefined; keys(): Iterable<string> };

/** Writes the running span's W3C trace context into headers; writes nothing outside a trace. */
export function injectTrace(headers: HeaderWriter): void {
  propagation.inject(context.active(), headers, {
    set: (writer, name, value) => void writer.set(name, value),
  });
}

/** The trace context that headers carry; without any, or without headers, that of a new trace. */
export function extractTrace(headers: HeaderReader | undefined): TraceContext {
  // Not the active context: in a loop over messages that is whatever was active when the loop began.
  return propagation.extract(ROOT_CONTEXT, headers, {
    get: (reader, name) => reader?.get(name) || undefined,
    keys: (reader) => [...(reader?.keys() ?? [])],
  });
}
