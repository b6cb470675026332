import {
  againHeaders,
  consumers,
  recordOf,
  streams,
  subjects,
  type EvidenceRecord,
} from "@rollcall/contracts";
import { getStored, isHandled, readLetter, type Bus, type ReadLetter } from "@rollcall/messaging";
import { isFolded, type Folded } from "./is-folded.ts";

/** A letter that was published once more. */
export interface Sent {
  readonly letter: ReadLetter;
  /** The number of the new message in its stream. */
  readonly sequence: number;
}

/** What became of a letter: stored, a dead letter again under another number, or nothing yet. */
export type Fate =
  | { readonly is: "stored" }
  | { readonly is: "failed"; readonly again: ReadLetter }
  | { readonly is: "waiting" };

/** Watches for what becomes of letters that are sent from now on. */
export interface Watch {
  readonly fates: (sent: readonly Sent[]) => Promise<ReadonlyMap<Sent, Fate>>;
}

/**
 * What a consumer is done with, and is no dead letter again, is stored: it acks nothing else. While an older message
 * keeps the consumer from saying so, evidence can be looked up, where MongoDB is known.
 */
export async function watchLetters(bus: Bus, store: Folded | null): Promise<Watch> {
  let next = (await bus.jsm.streams.info(streams.dead)).state.last_seq + 1;
  const failed = new Map<number, ReadLetter>();

  async function readNewLetters(): Promise<void> {
    for (;;) {
      const query = { seq: next, next_by_subj: subjects.allDead };
      const found = await bus.jsm.streams.getMessage(streams.dead, query);
      if (found === null) return;
      next = found.seq + 1;
      const was = Number(found.header.get(againHeaders.letter) || Number.NaN);
      const stored = Number.isNaN(was) ? null : await getStored(bus, streams.dead, found.seq);
      if (stored !== null) failed.set(was, readLetter(stored));
    }
  }

  return {
    async fates(sent) {
      // In this order: a consumer keeps a dead letter before it is done with the message.
      const handled = await handledAmong(bus, sent);
      await readNewLetters();
      const fates = new Map<Sent, Fate>();
      for (const one of sent) {
        const again = failed.get(one.letter.number);
        if (again !== undefined) fates.set(one, { is: "failed", again });
        else if (handled.has(one) || (store !== null && (await isFoldedLetter(store, one.letter))))
          fates.set(one, { is: "stored" });
        else fates.set(one, { is: "waiting" });
      }
      return fates;
    },
  };
}

async function handledAmong(bus: Bus, sent: readonly Sent[]): Promise<ReadonlySet<Sent>> {
  const { stream, durable } = consumers.attendance;
  const info = await bus.jsm.consumers.info(stream, durable);
  const handled = new Set<Sent>();
  for (const one of sent) {
    const isEvidence = one.letter.stream === stream;
    const isDone = isEvidence
      ? isHandled(info, one.sequence)
      : // What is done leaves the work queue.
        (await getStored(bus, one.letter.stream, one.sequence)) === null;
    if (isDone) handled.add(one);
  }
  return handled;
}

const isFoldedLetter = async (store: Folded, letter: ReadLetter): Promise<boolean> =>
  letter.stream === consumers.attendance.stream && (await isFolded(store, recordOfLetter(letter)));

const recordOfLetter = ({ id, subject, sequence, headers, data }: ReadLetter): EvidenceRecord =>
  recordOf({
    ...{ id: id === "" ? undefined : id, subject, sequence, headers },
    body: new TextDecoder().decode(data),
  });
