import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";

export type ReceivedSpan = {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2 is an error. */
  readonly status: number;
};

export type ReceivedMetric = {
  readonly service: string;
  readonly name: string;
  /** The sum over all attributes of a counter or a gauge; null for a histogram. */
  readonly value: number | null;
};

export type ReceivedLog = {
  readonly service: string;
  readonly message: unknown;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
};

/** Keeps what programs send by OTLP over HTTP in JSON. */
export type OtlpReceiver = AsyncDisposable & {
  /** The environment that makes a program send here, often enough for a test. */
  readonly env: Readonly<Record<string, string>>;
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  readonly logs: readonly ReceivedLog[];
};

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received = {
    spans: [] as ReceivedSpan[],
    metrics: [] as ReceivedMetric[],
    logs: [] as ReceivedLog[],
  };
  const server = createServer((request, response) => {
    const answer = (code: number) =>
      response.writeHead(code, { "content-type": "application/json" }).end("{}");
    void json(request)
      .then((body) => keep(received, body as OtlpBody))
      .then(
        () => answer(200),
        () => answer(400),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { ...received, env: environmentFor(server), [Symbol.asyncDispose]: () => close(server) };
}

function keep(
  received: { spans: ReceivedSpan[]; metrics: ReceivedMetric[]; logs: ReceivedLog[] },
  body: OtlpBody,
) {
  received.spans.push(...spansOf(body));
  received.metrics.push(...metricsOf(body));
  received.logs.push(...logsOf(body));
}

function environmentFor(server: Server): Record<string, string> {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "200",
    OTEL_BLRP_SCHEDULE_DELAY: "200",
    OTEL_METRIC_EXPORT_INTERVAL: "1000",
    OTEL_METRIC_EXPORT_TIMEOUT: "900",
  };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

type Value = { readonly [kind: string]: unknown };
type Pair = { readonly key: string; readonly value: Value };
type Resource = { readonly resource: { readonly attributes: readonly Pair[] } };
type RawSpan = Omit<ReceivedSpan, "service" | "attributes" | "status" | "links"> & {
  readonly attributes?: readonly Pair[];
  readonly links?: ReceivedSpan["links"];
  readonly status?: { readonly code?: number };
};
type RawLog = { readonly body?: Value; readonly traceId?: string; readonly spanId?: string };
type RawPoints = { readonly dataPoints: readonly { readonly asInt?: number | string; asDouble?: number }[] };
type RawMetric = { readonly name: string; readonly sum?: RawPoints; readonly gauge?: RawPoints };
type OtlpBody = {
  readonly resourceSpans?: readonly (Resource & {
    readonly scopeSpans: readonly { spans: readonly RawSpan[] }[];
  })[];
  readonly resourceMetrics?: readonly (Resource & {
    readonly scopeMetrics: readonly { metrics: readonly RawMetric[] }[];
  })[];
  readonly resourceLogs?: readonly (Resource & {
    readonly scopeLogs: readonly { logRecords: readonly RawLog[] }[];
  })[];
};

function spansOf({ resourceSpans = [] }: OtlpBody): ReceivedSpan[] {
  return resourceSpans.flatMap((group) =>
    group.scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, kind, traceId, spanId, parentSpanId, links = [], attributes = [], status }) => ({
        service: serviceOf(group),
        name,
        kind,
        traceId,
        spanId,
        parentSpanId: parentSpanId || undefined,
        links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
        attributes: recordOf(attributes),
        status: status?.code ?? 0,
      })),
    ),
  );
}

function metricsOf({ resourceMetrics = [] }: OtlpBody): ReceivedMetric[] {
  return resourceMetrics.flatMap((group) =>
    group.scopeMetrics.flatMap(({ metrics }) =>
      metrics.map((metric) => ({ service: serviceOf(group), name: metric.name, value: valueOf(metric) })),
    ),
  );
}

function valueOf({ sum, gauge }: RawMetric): number | null {
  const points = (sum ?? gauge)?.dataPoints;
  return points?.reduce((total, { asInt, asDouble }) => total + Number(asInt ?? asDouble ?? 0), 0) ?? null;
}

function logsOf({ resourceLogs = [] }: OtlpBody): ReceivedLog[] {
  return resourceLogs.flatMap((group) =>
    group.scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(({ body, traceId, spanId }) => ({
        service: serviceOf(group),
        message: body && Object.values(body)[0],
        traceId: traceId || undefined,
        spanId: spanId || undefined,
      })),
    ),
  );
}

const serviceOf = ({ resource }: Resource) => String(recordOf(resource.attributes)["service.name"]);

const recordOf = (pairs: readonly Pair[]) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));
