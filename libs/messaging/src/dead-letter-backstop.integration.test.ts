import { AckPolicy } from "@nats-io/jetstream";
import { consumers, streams, subjects } from "@rollcall/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inStream, progress } from "../testing/in-stream.ts";
import { startOwnBus, type OwnBus } from "../testing/own-bus.ts";
import { consumeDeadLetters } from "./dead-letter-backstop.ts";
import { deadLetterHeaders, toDeadLetter } from "./dead-letter.ts";
import { publish } from "./publish.ts";

let own: OwnBus;

beforeAll(async () => void (own = await startOwnBus()));
afterAll(() => own[Symbol.asyncDispose]());

/** Delivers all messages of a stream as often as the consumer allows, as when each delivery killed a process. */
async function exhaust(stream: string, durable: string) {
  const { bus } = own;
  await bus.jsm.consumers.add(stream, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    max_deliver: 2,
    filter_subject: "*.>",
  });
  const consumer = await bus.js.consumers.get(stream, durable);
  for (let delivery = 0; delivery < 2; delivery += 1) (await consumer.next())?.nak();
  await consumer.next({ expires: 1000 });
}

it("keeps what JetStream gave up, once, also when the consumer itself had kept it", async () => {
  const { bus } = own;
  const subject = "evidence.webhook.participant_left";
  const { seq: sequence } = await publish(bus, { subject, id: "EV_killer", body: "killer" });
  await exhaust(streams.evidence, "killed");
  const message = { subject, data: new TextEncoder().encode("killer"), headers: {}, sequence };
  await toDeadLetter(bus, {
    stream: streams.evidence,
    consumer: "killed",
    message,
    code: "schema_invalid",
    attempts: 1,
  });
  await using backstop = await consumeDeadLetters(bus);
  expect(backstop).toBeDefined();
  const { stream, durable } = consumers.deadLetters;
  await expect.poll(() => progress(bus, stream, durable)).toMatchObject({ waiting: 0, unsettled: 0 });
  expect(await inStream(bus, streams.dead, subjects.dead("killed"))).toMatchObject([
    { text: "killer", headers: { [deadLetterHeaders.code]: "schema_invalid" } },
  ]);
});

it("takes what was given up out of the work queue", async () => {
  const { bus } = own;
  await bus.jsm.consumers.delete(streams.checks, consumers.verifier.durable);
  await publish(bus, { subject: subjects.checkRoom, body: "check" });
  await exhaust(streams.checks, "worker");
  await using backstop = await consumeDeadLetters(bus);
  expect(backstop).toBeDefined();
  await expect
    .poll(() => inStream(bus, streams.dead, subjects.dead("worker")))
    .toMatchObject([
      {
        text: "check",
        headers: { [deadLetterHeaders.attempts]: "2", [deadLetterHeaders.subject]: subjects.checkRoom },
      },
    ]);
  await expect.poll(async () => (await bus.jsm.streams.info(streams.checks)).state.messages).toBe(0);
});
