import { startProxy } from "@rollcall/testkit";
import { expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { lossesIn, webhookQueue } from "./webhook-queue.ts";

const metrics = [
  "# TYPE livekit_webhook_dispatch_total counter",
  'livekit_webhook_dispatch_total{node_id="ND_1",node_type="SERVER",reason="",status="success"} 120',
  'livekit_webhook_dispatch_total{node_id="ND_1",node_type="SERVER",reason="queue is full",status="drop"} 31',
  'livekit_webhook_dispatch_total{node_id="ND_1",node_type="SERVER",reason="age",status="drop"} 2',
  'livekit_webhook_dispatch_total{node_id="ND_1",node_type="SERVER",reason="",status="failure"} 3',
  'livekit_webhook_queue_length{node_id="ND_1"} 7',
].join("\n");

it("recommends settings that cannot be seen from outside", async () => {
  const [finding] = await examine(webhookQueue, {});
  expect(finding).toMatchObject({ level: "unknown", code: "webhook_queue_unseen" });
  for (const setting of ["max_age: 10m", "max_depth: 5000", "include_events"]) {
    expect(finding?.change).toContain(setting);
  }
});

it("counts what LiveKit's metrics say was lost", async () => {
  await using exporter = await startProxy(() => "http://127.0.0.1:9");
  using _ = exporter.rule(() => ({ status: 200, body: metrics }));
  const findings = await examine(webhookQueue, { livekitMetrics: exporter.url });
  expect(told(findings)).toEqual(["unknown webhook_queue_unseen", "problem webhooks_dropped"]);
  expect(findings[1]?.measured).toEqual({ dropped: 33, failed: 3, delivered: 120 });
});

it("is content when nothing was lost", () => {
  expect(lossesIn('livekit_webhook_dispatch_total{status="success"} 120')).toMatchObject({
    level: "ok",
    measured: { delivered: 120 },
  });
});

it("still recommends when the metrics cannot be read, and says so", async () => {
  const findings = await examine(webhookQueue, { livekitMetrics: "http://127.0.0.1:9" });
  expect(told(findings)).toEqual(["unknown webhook_queue_unseen", "unknown livekit_metrics_unreadable"]);
});
