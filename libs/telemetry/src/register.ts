/**
 * Preloaded by `node --import @rollcall/telemetry/register`. Sends traces, metrics and logs by OTLP when an
 * endpoint is set, and otherwise loads nothing at all.
 */
const enabled =
  process.env["OTEL_SDK_DISABLED"] !== "true" &&
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"].some((name) => process.env[name]);

if (enabled) {
  const { startTelemetry } = await import("./start-telemetry.ts");
  startTelemetry({ program: process.argv[1] ?? "", isNamed: isNamed(process.env) });
}

function isNamed(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["OTEL_SERVICE_NAME"] || env["OTEL_RESOURCE_ATTRIBUTES"]?.includes("service.name="));
}
