import { consumers, type Verdict } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { smallLimits, startOwnBus } from "../testing/own-bus.ts";
import { consumeBatches } from "./consume.ts";
import type { Delivery } from "./delivery.ts";
import { publish } from "./publish.ts";

const { stream, durable } = consumers.attendance;
const subject = "evidence.webhook.participant_left";
const done: Verdict = { is: "done" };

/** Takes everything, and tells the ids of what came. */
function collecting() {
  const handled = new Set<string>();
  const keep = (batch: readonly Delivery[]) => {
    for (const { id } of batch) handled.add(id ?? "");
    return Promise.resolve(batch.map(() => done));
  };
  return { handled, keep };
}

it("goes on when somebody deletes the consumer, and then the whole stream", async () => {
  await using own = await startOwnBus();
  const { bus } = own;
  const { handled, keep } = collecting();
  await using _ = await consumeBatches(bus, { stream, durable, limits: smallLimits }, keep);
  const arrives = async (id: string) => {
    await publish(bus, { subject, id, body: id }, { timeoutMs: 15_000 });
    await expect.poll(() => handled.has(id), { timeout: 15_000 }).toBe(true);
  };
  await arrives("EV_before");
  await bus.jsm.consumers.delete(stream, durable);
  await arrives("EV_after_consumer");
  await bus.jsm.streams.delete(stream);
  await arrives("EV_after_stream");
  const { max_bytes } = (await bus.jsm.streams.info(stream)).config;
  expect(max_bytes).toBe(smallLimits.evidenceMaxBytes);
});

it("makes nothing again, and takes up again, when the server was only away", async () => {
  await using own = await startOwnBus();
  const { bus } = own;
  const { handled, keep } = collecting();
  await using _ = await consumeBatches(bus, { stream, durable }, keep);
  const { created } = await bus.jsm.consumers.info(stream, durable);
  await own.server.kill("SIGKILL");
  await own.server.restart();
  await publish(bus, { subject, id: "EV_back", body: "back" }, { timeoutMs: 15_000 });
  await expect.poll(() => handled.has("EV_back"), { timeout: 15_000 }).toBe(true);
  expect((await bus.jsm.consumers.info(stream, durable)).created).toBe(created);
});
