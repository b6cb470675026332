import type { Bus } from "../src/index.ts";

/** What a stream holds under a subject, in order. */
export async function inStream(bus: Bus, stream: string, subject: string) {
  const consumer = await bus.js.consumers.get(stream, { filter_subjects: [subject] });
  const { num_pending: waiting } = await consumer.info();
  const found: {
    readonly headers: Record<string, string>;
    readonly text: string;
    readonly sequence: number;
  }[] = [];
  if (waiting === 0) return found;
  const messages = await consumer.fetch({ max_messages: waiting, expires: 2000 });
  for await (const message of messages) {
    const headers = Object.fromEntries(
      (message.headers?.keys() ?? []).map((key) => [key, message.headers?.get(key) ?? ""]),
    );
    found.push({ headers, text: message.string(), sequence: message.seq });
  }
  return found;
}

/** How far a durable consumer has come. */
export async function progress(bus: Bus, stream: string, durable: string) {
  const { num_pending, num_ack_pending, num_redelivered } = await bus.jsm.consumers.info(stream, durable);
  return { waiting: num_pending, unsettled: num_ack_pending, redelivered: num_redelivered };
}
