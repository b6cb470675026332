import type { Receipt } from "./delivery.ts";
import { createSlowStart } from "./slow-start.ts";
import { separate, work, type Working } from "./work.ts";

/** Where messages come from. */
export type Source = {
  /** Up to `max` messages; none when there were none for a while, and when it is time to stop. */
  take(max: number): Promise<Receipt[]>;
};

export type Loop = (working: Working, source: Source) => Promise<void>;

/** Handles what is there, up to `max` messages at once, until it is time to stop. */
export async function workInBatches(working: Working, source: Source, max: number): Promise<void> {
  const slowStart = createSlowStart(max);
  while (!working.stopping.aborted) {
    const receipts = await take(working, source, slowStart.most());
    const { others, suspects } = separate(receipts);
    if (others.length > 0) await work(working, others);
    for (const suspect of suspects) {
      // What this one may take along must not be an ack.
      await working.flush();
      await work(working, [suspect]);
    }
    if (receipts.length > 0) slowStart.wentWell();
  }
}

/** Handles each message by itself, up to `concurrency` of them at the same time, until it is time to stop. */
export async function workOneByOne(working: Working, source: Source, concurrency: number): Promise<void> {
  const slowStart = createSlowStart(concurrency);
  const running = new Set<Promise<void>>();
  const begin = (receipt: Receipt) => {
    const task = work(working, [receipt])
      .then(slowStart.wentWell)
      .finally(() => running.delete(task));
    running.add(task);
  };
  while (!working.stopping.aborted) {
    while (running.size >= slowStart.most()) await Promise.race(running);
    for (const receipt of await take(working, source, slowStart.most() - running.size)) begin(receipt);
  }
  await Promise.all(running);
}

async function take({ inHand }: Working, source: Source, max: number): Promise<Receipt[]> {
  const receipts = await source.take(max);
  for (const receipt of receipts) inHand.set(receipt.delivery.sequence, receipt);
  return receipts;
}
