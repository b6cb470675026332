import type { Evidence } from "@rollcall/domain";
import { z } from "zod";
import { CodedError } from "./codes.ts";
import { censusSchema, snapshotSchema } from "./snapshot.ts";
import { againHeaders, subjects, webhookHeaders } from "./subjects.ts";
import { decodeWebhook } from "./webhook.ts";

/** A piece of evidence as it travels and as the archive keeps it. Decoding it again gives the same evidence. */
export interface EvidenceRecord {
  /** LiveKit's event id, the snapshot's id, or the SHA-256 of a body that has none. */
  readonly id: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A message of the stream EVIDENCE, as far as evidence goes. */
export interface EvidenceMessage {
  /** Its Nats-Msg-Id, if it had one. */
  readonly id: string | undefined;
  readonly subject: string;
  readonly sequence: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The part of a message that evidence and archive consist of. Headers that differ from one publication to the next
 * without meaning anything, such as its trace, are left out: a record must be the same whenever its content is.
 */
export function recordOf({ id, subject, sequence, headers, body }: EvidenceMessage): EvidenceRecord {
  const known = headers[againHeaders.id] ?? id ?? headers[webhookHeaders.bodySha256];
  return {
    id: known ?? `sequence ${sequence}`,
    subject,
    headers: Object.fromEntries(
      Object.values(webhookHeaders).flatMap((name) => {
        const value = headers[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    body,
  };
}

/**
 * The evidence in a record; null when it says nothing about attendance (events of other kinds, unknown ones).
 * Throws `schema_invalid`, which says that the record cannot be understood and never will.
 */
export function decodeEvidence(record: EvidenceRecord): Evidence | null {
  const json = parseJson(record);
  if (record.subject === subjects.snapshot) return parse(snapshotSchema, json);
  if (record.subject === subjects.census) return parse(censusSchema, json);
  if (json === undefined) return null;
  return decodeWebhook(json, Number(record.headers[webhookHeaders.receivedAt] ?? 0));
}

/** Authentic webhooks can hold anything; what is not JSON is kept and says nothing. */
function parseJson({ body }: EvidenceRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new CodedError("schema_invalid", z.prettifyError(parsed.error));
  return parsed.data;
}
