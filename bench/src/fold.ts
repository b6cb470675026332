import { setTimeout as delay } from "node:timers/promises";
import { consumeEvidence } from "@rollcall/attendance";
import { consumers, streams, subjects, webhookHeaders } from "@rollcall/contracts";
import { consumeBatches, ensureTopology, openBus, publish, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { startMongo, startNats } from "@rollcall/servers";
import { openMongoStore } from "@rollcall/store";
import type { Figure } from "./figure.ts";
import { signedWebhooks } from "./webhooks.ts";

const events = 20_000;
const mostMessages = 2_000;

/** Events a second through the fold into MongoDB, beside fetching and acking alone, on the same stream. */
export async function benchFold(): Promise<Figure[]> {
  await using nats = await startNats();
  await using mongo = await startMongo();
  const log = createLogger("bench", { level: "warn" });
  await using bus = await openBus({ url: nats.url, name: "bench", log });
  await ensureTopology(bus);
  await using store = await openMongoStore({ url: mongo.url, log, createIndexes: true });
  await fill(bus);
  const alone = await drain(bus, "bench", () =>
    consumeBatches(bus, { stream: streams.evidence, durable: "bench", maxMessages: mostMessages }, (batch) =>
      Promise.resolve(batch.map(() => ({ is: "done" as const }))),
    ),
  );
  const folded = await drain(bus, consumers.attendance.durable, () => consumeEvidence({ bus, store, log }));
  return [
    { what: "events folded, archived and acked a second", value: folded.toFixed(0) },
    { what: "fetched and acked alone, a second", value: alone.toFixed(0) },
    { what: "ratio", value: (folded / alone).toFixed(2) },
  ];
}

async function fill(bus: Bus): Promise<void> {
  const { config } = await bus.jsm.consumers.info(streams.evidence, consumers.attendance.durable);
  await bus.jsm.consumers.add(streams.evidence, { ...config, durable_name: "bench", name: "bench" });
  const webhooks = signedWebhooks(events, "fold");
  const headers = { [webhookHeaders.receivedAt]: String(Date.now()) };
  for (let begin = 0; begin < events; begin += 1_000) {
    const some = webhooks.slice(begin, begin + 1_000);
    await Promise.all(
      some.map(({ id, body }) =>
        publish(
          bus,
          { subject: subjects.webhook("participant_joined"), id, body, headers },
          { timeoutMs: 30_000 },
        ),
      ),
    );
  }
}

/** Consumes all that waits; events a second. */
async function drain(bus: Bus, durable: string, start: () => Promise<AsyncDisposable>): Promise<number> {
  const begin = performance.now();
  await using _consumer = await start();
  for (;;) {
    const { num_pending, num_ack_pending } = await bus.jsm.consumers.info(streams.evidence, durable);
    if (num_pending + num_ack_pending === 0) return (events * 1_000) / (performance.now() - begin);
    await delay(10);
  }
}
