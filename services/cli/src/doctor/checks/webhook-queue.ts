import type { Check } from "../check.ts";
import { ok, problem, unseen, type Finding } from "../finding.ts";
import { askHttp } from "./ask-http.ts";
import { counted } from "../../counted.ts";

const yaml = [
  "livekit.yaml: webhook: { resource_url_notifier: { max_age: 10m, max_depth: 5000 },",
  "filter_params: { include_events: [room_started, room_finished, participant_joined, participant_left,",
  "participant_connection_aborted, track_published, track_unpublished] } }",
].join(" ");

/** LiveKit's queue of webhooks. Its settings cannot be asked for; its losses can, where its metrics are open. */
export const webhookQueue: Check = {
  name: "webhook queue",
  limitMs: 6_000,
  async run({ settings: { livekitMetrics } }) {
    const settings = unseen("webhook_queue_unseen", {
      found: "LiveKit does not tell the limits of its webhook queue.",
      effect:
        "With its defaults (30 s, 200 a room) webhooks are lost when ingress is away for over 15 s, and when 250 people leave at once. Events that are of no use here take places in that queue. What is lost is found by looks, with wider bounds.",
      change: `${yaml}; and --livekit-metrics <address> shows what was dropped.`,
    });
    if (livekitMetrics === undefined) return [settings];
    const metrics = await askHttp(new URL("/metrics", livekitMetrics));
    return [settings, metrics?.status === 200 ? lossesIn(metrics.text) : unreadable(livekitMetrics)];
  },
};

const unreadable = (address: string): Finding =>
  unseen("livekit_metrics_unreadable", {
    found: `LiveKit's metrics at ${address} cannot be read.`,
    effect: "Whether its queue has lost webhooks stays unknown.",
    change: "livekit.yaml: prometheus: { port: 6789 }; and --livekit-metrics with that port.",
  });

/** What LiveKit says that it dropped or gave up since it started. */
export function lossesIn(metrics: string): Finding {
  const dropped = sum(metrics, /status="drop"/);
  const failed = sum(metrics, /status="failure"/);
  const delivered = sum(metrics, /status="success"/);
  const measured = { dropped, failed, delivered };
  if (dropped + failed === 0) {
    return ok(
      "webhooks_not_dropped",
      `LiveKit has lost none of its webhooks; ${delivered} ${delivered === 1 ? "was" : "were"} delivered.`,
      measured,
    );
  }
  return problem("webhooks_dropped", {
    found: `LiveKit has lost ${counted(dropped + failed, "webhook")} since it started (${dropped} dropped in its queue, ${failed} given up), and delivered ${delivered}.`,
    effect: "Their joins and leaves were found by looks, up to an interval later and with wider bounds.",
    change: `${yaml}; and see why ingress did not take them.`,
    measured,
  });
}

function sum(metrics: string, label: RegExp): number {
  const values = metrics
    .split("\n")
    .filter((line) => line.startsWith("livekit_webhook_dispatch_total{") && label.test(line))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
  return values.reduce((total, value) => total + (Number.isFinite(value) ? value : 0), 0);
}
