import { consumers, streams, type Verdict } from "@rollcall/contracts";
import { z } from "zod";
import type { Backoff } from "./backoff.ts";
import type { Bus } from "./bus.ts";
import { consumeEach, type Consumer } from "./consume.ts";
import { toDeadLetter } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import { jsonIn } from "./json.ts";
import { fromHeaders } from "./message-headers.ts";
import { sendUntil } from "./send-until.ts";
import type { TopologyLimits } from "./topology.ts";

/** JetStream's advisory about a message that was delivered as often as its consumer allows. */
const advisorySchema = z.looseObject({
  stream: z.string(),
  consumer: z.string(),
  stream_seq: z.number().int(),
  deliveries: z.number().int(),
});

const limitMs = 5000;
const ours: ReadonlySet<string> = new Set([streams.evidence, streams.checks]);

/**
 * Makes dead letters of what JetStream gave up because processes died over it: nothing disappears without a
 * trace. Any number of instances may run it. Throws `bus_unavailable` when its consumer does not exist.
 */
export function consumeDeadLetters(
  bus: Bus,
  options: { readonly backoff?: Backoff; readonly limits?: Partial<TopologyLimits> } = {},
): Promise<Consumer> {
  const { stream, durable } = consumers.deadLetters;
  return consumeEach(bus, { ...options, stream, durable, concurrency: 4 }, (advisory) => keep(bus, advisory));
}

async function keep(bus: Bus, { data }: Delivery): Promise<Verdict> {
  const advisory = advisorySchema.safeParse(jsonIn(data));
  if (!advisory.success) return { is: "reject", why: "schema_invalid" };
  const { stream, consumer, stream_seq: sequence, deliveries } = advisory.data;
  if (!ours.has(stream)) return { is: "done" };
  const ask = <Answer>(send: () => Promise<Answer>) => sendUntil(bus, performance.now() + limitMs, send);
  const stored = await ask(() => bus.jsm.streams.getMessage(stream, { seq: sequence }));
  if (!stored) return { is: "done" };
  const message = {
    subject: stored.subject,
    data: stored.data,
    headers: fromHeaders(stored.header),
    sequence,
  };
  const detail = "delivered again and again without a verdict";
  await toDeadLetter(bus, {
    stream,
    consumer,
    message,
    code: "unexpected_error",
    detail,
    attempts: deliveries,
  });
  // In a work queue it would stay for ever, seen by nobody.
  if (stream === streams.checks) await ask(() => bus.jsm.streams.deleteMessage(stream, sequence));
  return { is: "done" };
}
