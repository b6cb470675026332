import { againHeaders, consumers } from "@rollcall/contracts";
import { deadLetterHeaders } from "./dead-letter.ts";
import type { MessageHeaders } from "./message-headers.ts";
import type { OutgoingMessage } from "./publish.ts";
import type { StoredMessage } from "./stored-messages.ts";

/** A dead letter as it lies in the stream DEAD. */
export type ReadLetter = {
  /** Its number in DEAD, by which it is called. */
  readonly number: number;
  /** When it was given up, in milliseconds since the epoch. */
  readonly at: number;
  readonly consumer: string;
  readonly code: string;
  /** The error, as far as one was told. */
  readonly detail: string;
  /** How often it failed, all times that it was sent once more included. */
  readonly attempts: number;
  /** What the message was: its stream, number, subject, id, headers and body. */
  readonly stream: string;
  readonly sequence: number;
  readonly subject: string;
  readonly id: string;
  readonly headers: MessageHeaders;
  readonly data: Uint8Array;
  /** The trace that it belongs to, as W3C has its id; null when nobody traced it. */
  readonly traceId: string | null;
};

export function readLetter({ sequence, storedAt, headers, data }: StoredMessage): ReadLetter {
  const said = (name: keyof typeof deadLetterHeaders) => headers[deadLetterHeaders[name]] ?? "";
  return {
    ...{ number: sequence, at: storedAt, data },
    ...{ consumer: said("consumer"), code: said("code"), detail: said("detail") },
    ...{ stream: said("stream"), subject: said("subject") },
    id: headers[againHeaders.id] ?? said("id"),
    attempts: Number(said("attempts")),
    sequence: Number(said("sequence")),
    headers: originalHeaders(headers),
    traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(headers["traceparent"] ?? "")?.[1] ?? null,
  };
}

/**
 * The message that a letter was, to be published once more where it came from; null when its stream takes none. It is
 * tried once: it either is done, or becomes a dead letter again. `unique` makes JetStream take it for another message.
 */
export function letterAgain(letter: ReadLetter, unique: string): OutgoingMessage | null {
  if (!streamsThatTake.has(letter.stream)) return null;
  const { number, subject, id, attempts, headers, data: body } = letter;
  return {
    ...{ subject, body, id: `again.${number}.${unique}` },
    headers: {
      ...headers,
      ...(id === "" ? {} : { [againHeaders.id]: id }),
      [againHeaders.letter]: String(number),
      [againHeaders.attempts]: String(attempts),
    },
  };
}

const streamsThatTake: ReadonlySet<string> = new Set([
  consumers.attendance.stream,
  consumers.verifier.stream,
]);

const ours: ReadonlySet<string> = new Set([
  ...Object.values(deadLetterHeaders),
  ...Object.values(againHeaders),
]);

const originalHeaders = (headers: MessageHeaders): MessageHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name) && !/^nats-/i.test(name)));
