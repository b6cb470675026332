import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startOtlpReceiver } from "../testing/index.ts";

const register = fileURLToPath(new URL("register.ts", import.meta.url));
const program = fileURLToPath(new URL("../testing/program.ts", import.meta.url));
const args = ["--conditions=@rollcall/source", "--import", register, program];

/** Runs the program with the preload, asks it for the paths, stops it; resolves with its log lines and exit code. */
async function run(env: Record<string, string>, paths: readonly string[]) {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines: Record<string, unknown>[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as Record<string, unknown>;
    lines.push(entry);
    if (entry["msg"] !== "program.listening") continue;
    for (const asked of paths) await fetch(`http://127.0.0.1:${String(entry["port"])}${asked}`);
    child.kill("SIGTERM");
  }
  const [code] = await exited;
  return { code, lines };
}

it("sends one trace from the request over message headers, and sends the last spans when stopped", async () => {
  await using receiver = await startOtlpReceiver();
  const env = { ...receiver.env, OTEL_BSP_SCHEDULE_DELAY: "60000", OTEL_METRIC_EXPORT_INTERVAL: "60000" };
  const { code, lines } = await run(env, ["/healthz", "/readyz", "/api/rooms/Class%207b/work?identity=anna"]);
  const { spans } = receiver;
  const named = (name: string) => spans.find((span) => span.name === name);
  const server = named("GET /api/rooms/:room/work");
  const published = named("publish evidence.webhook.participant_left");
  const processed = named("process evidence.webhook.participant_left");

  expect(code).toBe(0);
  expect(spans.filter(({ kind }) => kind === 2)).toEqual([server]);
  expect(server?.service).toBe("telemetry");
  expect(processed?.parentSpanId).toBe(published?.spanId);
  expect(processed?.links).toEqual([{ traceId: published?.traceId, spanId: published?.spanId }]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const logged = { traceId: processed?.traceId, spanId: processed?.spanId };
  expect(lines.find(({ msg }) => msg === "evidence.applied")).toMatchObject({
    trace_id: logged.traceId,
    span_id: logged.spanId,
  });
  expect(receiver.logs).toContainEqual({ service: "telemetry", message: "evidence.applied", ...logged });
  expect(receiver.metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "attendance.webhooks",
      "attendance.webhook.ack.duration",
      "http.server.request.duration",
    ]),
  );
  expect(JSON.stringify(spans)).not.toMatch(/Class|anna/);
});

it("names the service as the environment says", async () => {
  await using receiver = await startOtlpReceiver();
  await run({ ...receiver.env, OTEL_SERVICE_NAME: "ingress" }, ["/api/rooms/a/work"]);
  expect(new Set(receiver.spans.map(({ service }) => service))).toEqual(new Set(["ingress"]));
});

it("does nothing when no endpoint is set", async () => {
  const { code, lines } = await run({}, ["/api/rooms/a/work"]);
  expect(code).toBe(0);
  expect(lines.find(({ msg }) => msg === "evidence.applied")).not.toHaveProperty("trace_id");
});

it("stops in time when the collector is away", async () => {
  const { code } = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }, ["/api/rooms/a/work"]);
  expect(code).toBe(0);
});
