import {
  againHeaders,
  recordOf,
  streams,
  subjects,
  webhookHeaders,
  type EvidenceRecord,
} from "@rollcall/contracts";
import {
  deadLetterHeaders,
  eraseStored,
  publish,
  readStored,
  type Bus,
  type MessageHeaders,
  type StoredMessage,
} from "@rollcall/messaging";
import type { Progress } from "../progress.ts";
import type { Erased, Rewriting } from "./rewriting.ts";

/** A stream whose messages hold evidence. */
export interface EvidenceStream {
  readonly stream: string;
  readonly subject: string;
  readonly recordIn: (message: StoredMessage) => EvidenceRecord;
}

const textOf = ({ data }: StoredMessage): string => new TextDecoder().decode(data);

export const evidenceStream: EvidenceStream = {
  ...{ stream: streams.evidence, subject: subjects.allEvidence },
  recordIn: (message) => recordOf({ ...message, body: textOf(message) }),
};

export const deadStream: EvidenceStream = {
  ...{ stream: streams.dead, subject: subjects.allDead },
  recordIn: (message) => {
    const { headers } = message;
    const subject = headers[deadLetterHeaders.subject] ?? "";
    return recordOf({ ...message, subject, id: headers[deadLetterHeaders.id], body: textOf(message) });
  },
};

export interface StreamPass extends Erased {
  readonly rewriting: Rewriting;
  readonly isDryRun: boolean;
  readonly progress: Progress;
  /** Ends the pass at the next batch. */
  readonly interruption: AbortSignal;
}

/**
 * Puts rewritten messages at the end of a stream for those that name the person, and overwrites these on the disk.
 * What the stream says of others stays in it: it fills the gap after MongoDB was restored. Gives how many name them.
 */
export async function eraseInStream(
  bus: Bus,
  { stream, subject, recordIn }: EvidenceStream,
  { rewriting, isDryRun, progress, interruption, ...erased }: StreamPass,
): Promise<number> {
  let [named, read] = [0, 0];
  for await (const batch of readStored(bus, stream, subject)) {
    interruption.throwIfAborted();
    const records = batch.map(recordIn);
    const rewritten = await rewriting(records);
    for (const [index, message] of batch.entries()) {
      const [record, after] = [records[index], rewritten[index] ?? null];
      if (record === undefined || after === null) continue;
      named += 1;
      if (!isDryRun) await replaceMessage(bus, stream, message, { ...after, id: record.id }, erased);
    }
    read += batch.length;
    progress.tell(read);
  }
  progress.end();
  return named;
}

async function replaceMessage(
  bus: Bus,
  stream: string,
  { subject, sequence, headers }: StoredMessage,
  after: EvidenceRecord,
  erased: Erased,
): Promise<void> {
  await publish(bus, {
    // The same at each try, so that one that was interrupted stores nothing twice.
    ...{ subject, id: `${erased.pseudonym}.${stream}.${sequence}`, body: after.body },
    headers: { ...otherHeaders(headers, erased), ...after.headers, [againHeaders.id]: after.id },
  });
  await eraseStored(bus, stream, sequence);
}

/** `Nats-*` headers are orders to the server; those of the evidence come from the rewritten record. */
function otherHeaders(headers: MessageHeaders, { identity, pseudonym }: Erased): MessageHeaders {
  const ofEvidence = new Set<string>(Object.values(webhookHeaders));
  const kept = Object.entries(headers).filter(([name]) => !/^nats-/i.test(name) && !ofEvidence.has(name));
  // An error's text can quote anything.
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      name === deadLetterHeaders.detail ? value.replaceAll(identity, pseudonym) : value,
    ]),
  );
}
