import { subjects, webhookHeaders } from "@rollcall/contracts";
import { z } from "zod";
import { withoutMembers } from "./without-members.ts";

/** An authentic webhook as it came. */
export interface ReceivedWebhook {
  readonly body: Uint8Array;
  /** Hexadecimal. */
  readonly bodySha256: string;
  readonly apiKey: string;
  /** Milliseconds since the epoch, LiveKit's clock. */
  readonly issuedAt: number;
  /** Milliseconds since the epoch, ours. */
  readonly receivedAt: number;
}

/** What goes into the evidence stream. */
export interface EvidenceMessage {
  readonly subject: string;
  /** LiveKit's event id; the body's hash when it has none. */
  readonly id: string;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly about: WebhookFacts;
}

/** For logs and metrics: no names of people or rooms. */
export interface WebhookFacts {
  /** The event's name when it is of LiveKit's alphabet, else `unknown`. */
  readonly event: string;
  /** False: no JSON object with an event and an id, kept as it came. */
  readonly isReadable: boolean;
  readonly roomSid: string | undefined;
  readonly participantSid: string | undefined;
}

// An id stands in a header, and is a key in the archive.
const id = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const withSid = z
  .looseObject({ sid: id.optional().catch(undefined) })
  .optional()
  .catch(undefined);

const webhookSchema = z.looseObject({
  event: z.string().catch(""),
  id: id.optional().catch(undefined),
  room: withSid,
  participant: withSid,
});
type Webhook = z.output<typeof webhookSchema>;

/** Of TURN, and of whoever streams into a room; in protobuf's other spelling too. */
const credentials = new Map([
  ["room", ["turnPassword", "turn_password"]],
  ["ingressInfo", ["streamKey", "stream_key"]],
  ["ingress_info", ["streamKey", "stream_key"]],
]);

/**
 * The message that a webhook becomes: its JSON without the credentials that LiveKit sends, and else byte for byte.
 * Whatever an authentic request holds is kept, also what nobody understands yet.
 */
export function evidenceMessage(webhook: ReceivedWebhook): EvidenceMessage {
  const text = textOf(webhook.body);
  const json = text === null ? null : webhookIn(text);
  const subject = subjects.webhook(json?.event ?? "");
  const event = subject.slice(subject.lastIndexOf(".") + 1);
  return {
    subject,
    id: json?.id ?? webhook.bodySha256,
    body: text === null || json === null ? webhook.body : withoutMembers(text, credentials),
    headers: headersOf(webhook),
    about: {
      event,
      isReadable: json?.id !== undefined && event !== "unknown",
      roomSid: json?.room?.sid,
      participantSid: json?.participant?.sid,
    },
  };
}

const headersOf = (webhook: ReceivedWebhook): EvidenceMessage["headers"] => ({
  [webhookHeaders.bodySha256]: webhook.bodySha256,
  // The name is the operator's choice, and a header takes no line breaks.
  [webhookHeaders.apiKey]: encodeURIComponent(webhook.apiKey),
  [webhookHeaders.issuedAt]: String(webhook.issuedAt),
  [webhookHeaders.receivedAt]: String(webhook.receivedAt),
});

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

function webhookIn(text: string): Webhook | null {
  try {
    return webhookSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
