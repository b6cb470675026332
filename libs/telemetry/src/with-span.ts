import {
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Link,
} from "@opentelemetry/api";
import type { Attributes, SpanName } from "./names.ts";
import type { TraceContext } from "./trace-headers.ts";

export type SpanOptions = {
  readonly kind?: "internal" | "client" | "server" | "producer" | "consumer";
  readonly attributes?: Attributes;
  /** Default: the running span. `"none"` begins a new trace. */
  readonly parent?: TraceContext | "none";
  readonly links?: readonly TraceContext[];
};

/** The running span, as far as business code may touch it. */
export type Span = {
  /** Attributes of the registry only. */
  set(attributes: Attributes): void;
  /** Marks the span as failed, for failures that are values. */
  fail(code: string): void;
};

const kinds = {
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** A span that stays open until it is disposed; nothing runs inside it by itself. */
export type OpenSpan = Span & Disposable & { readonly trace: TraceContext };

/**
 * Runs something inside a span. An error marks the span with `error.type` (its code, else its name; never its
 * message, which may hold names) and is thrown on. Without a preloaded SDK it only runs it.
 */
export async function withSpan<Value>(
  name: SpanName,
  options: SpanOptions,
  run: (span: Span) => Promise<Value> | Value,
): Promise<Value> {
  using span = openSpan(name, options);
  try {
    return await context.with(span.trace, () => run(span));
  } catch (error) {
    span.fail(failureName(error));
    throw error;
  }
}

/** For spans that do not follow the flow of the code, such as several at once. */
export function openSpan(name: SpanName, options: SpanOptions): OpenSpan {
  const parent = options.parent === "none" ? ROOT_CONTEXT : (options.parent ?? context.active());
  const kind = kinds[options.kind ?? "internal"];
  const span = trace
    .getTracer("rollcall")
    .startSpan(name, { kind, attributes: options.attributes ?? {}, links: linksOf(options) }, parent);
  return {
    trace: trace.setSpan(parent, span),
    set: (attributes) => void span.setAttributes(attributes),
    fail: (code) => void span.setAttribute("error.type", code).setStatus({ code: SpanStatusCode.ERROR }),
    [Symbol.dispose]: () => span.end(),
  };
}

/** The trace context of the running span, to continue or to link to it elsewhere. */
export const currentTrace = (): TraceContext => context.active();

/** Continues a trace without a span of its own. */
export const inTrace = <Value>(parent: TraceContext, run: () => Value): Value => context.with(parent, run);

/** What telemetry and logs call an error: its stable code if it has one. */
export function failureName(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

function linksOf({ links = [] }: SpanOptions): Link[] {
  return links.flatMap((link) => {
    const linked = trace.getSpanContext(link);
    return linked && isSpanContextValid(linked) ? [{ context: linked }] : [];
  });
}
