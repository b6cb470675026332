export { count, observe, record, secondsSince } from "./metrics.ts";
export {
  attributes,
  counters,
  gauges,
  histograms,
  spans,
  type AttributeName,
  type Attributes,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type SpanName,
} from "./names.ts";
export { shutdownTelemetry } from "./shutdown-telemetry.ts";
export {
  extractTrace,
  injectTrace,
  type HeaderReader,
  type HeaderWriter,
  type TraceContext,
} from "./trace-headers.ts";
export {
  currentTrace,
  failureName,
  inTrace,
  openSpan,
  withSpan,
  type OpenSpan,
  type Span,
  type SpanOptions,
} from "./with-span.ts";
