import { againHeaders, subjects, type Code } from "@rollcall/contracts";
import { count, extractTrace, inTrace } from "@rollcall/telemetry";
import type { Bus } from "./bus.ts";
import type { Delivery } from "./delivery.ts";
import { readable, type MessageHeaders } from "./message-headers.ts";
import { publish } from "./publish.ts";

export type DeadLetter = {
  readonly stream: string;
  readonly consumer: string;
  /** With a trace when it was handled in one; otherwise the one that its headers name goes on. */
  readonly message: Pick<Delivery, "subject" | "data" | "headers" | "sequence"> &
    Partial<Pick<Delivery, "trace">>;
  readonly code: Code;
  readonly detail?: string | undefined;
  readonly attempts: number;
};

/** What a dead letter says besides the message's own body and headers. */
export const deadLetterHeaders = {
  stream: "Rollcall-Dead-Stream",
  sequence: "Rollcall-Dead-Sequence",
  subject: "Rollcall-Dead-Subject",
  id: "Rollcall-Dead-Message-Id",
  consumer: "Rollcall-Dead-Consumer",
  code: "Rollcall-Dead-Code",
  detail: "Rollcall-Dead-Detail",
  attempts: "Rollcall-Dead-Attempts",
} as const;

/**
 * Keeps a message that was given up, whole, with the reason, under `dead.<consumer>`. The same message arrives
 * once, whoever sends it. Codes: as `publish`.
 */
export async function toDeadLetter(bus: Bus, letter: DeadLetter): Promise<void> {
  const { stream, consumer, message, code } = letter;
  const id = `dlq.${stream}.${message.sequence}`;
  const headers = describe(letter);
  const trace = message.trace ?? extractTrace(readable(message.headers));
  const { duplicate } = await inTrace(trace, () =>
    publish(bus, { subject: subjects.dead(consumer), id, body: message.data, headers }),
  );
  if (duplicate) return;
  count("deadLetters", { "messaging.consumer.group.name": consumer, "attendance.code": code });
  const { sequence, subject } = message;
  bus.log.error({ consumer, stream, sequence, subject, code, attempts: letter.attempts }, "message.dead");
}

function describe({ stream, consumer, message, code, detail, attempts }: DeadLetter): MessageHeaders {
  const names = deadLetterHeaders;
  const id = message.headers[againHeaders.id] ?? message.headers["Nats-Msg-Id"];
  return {
    ...ownHeaders(message.headers),
    [names.stream]: stream,
    [names.sequence]: String(message.sequence),
    [names.subject]: message.subject,
    ...(id ? { [names.id]: id } : {}),
    [names.consumer]: consumer,
    [names.code]: code,
    ...(detail ? { [names.detail]: oneLine(detail) } : {}),
    [names.attempts]: String(attempts + Number(message.headers[againHeaders.attempts] ?? 0)),
  };
}

/** `Nats-*` headers are orders to the server: repeated here they would schedule, expire or deduplicate again. */
const ownHeaders = (headers: MessageHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^nats-/i.test(name)));

/** Line breaks would end the header. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 500);
