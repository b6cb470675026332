import { record, secondsSince } from "@rollcall/telemetry";
import { aloneFromDelivery, awayDelay } from "./backoff.ts";
import type { Receipt } from "./delivery.ts";
import { judgeBatch, type HandleBatch, type Judged } from "./outcome.ts";
import { openProcessSpans, type ProcessSpans } from "./process-spans.ts";
import { settle, type Settling } from "./settle.ts";

export type Working = Settling & {
  readonly handle: HandleBatch;
  /** By number in the stream: what this instance has taken and not settled, and therefore keeps alive. */
  readonly inHand: Map<number, Receipt>;
  readonly stopping: AbortSignal;
  /** Resolves when JetStream has heard what was said to it, or cannot be reached. */
  readonly flush: () => Promise<void>;
  /** Waits; no longer than until `stopping`. */
  readonly wait: (ms: number) => Promise<void>;
};

/**
 * Messages that may have killed a process before are handled alone, after the others: the last one first at every
 * other delivery, or those that always come behind one that kills would never have their turn.
 */
export function separate(receipts: readonly Receipt[]): {
  readonly others: readonly Receipt[];
  readonly suspects: readonly Receipt[];
} {
  const suspects = receipts.filter(isSuspect);
  const isOdd = (suspects[0]?.delivery.deliveries ?? 0) % 2 === 1;
  return {
    others: receipts.filter((receipt) => !isSuspect(receipt)),
    suspects: isOdd ? suspects : suspects.toReversed(),
  };
}

const isSuspect = ({ delivery }: Receipt) => delivery.deliveries >= aloneFromDelivery;

/**
 * Handles messages until JetStream has heard about each. While a neighbour is away they are held here and tried
 * again, for as long as it takes: a nak would count as a delivery, and an outage must cost none.
 */
export async function work(working: Working, receipts: readonly Receipt[]): Promise<void> {
  const startedAt = performance.now();
  using spans = openProcessSpans(receipts, working.durable);
  const unsettled = new Set(spans.receipts);
  for (let round = 0; unsettled.size > 0 && !working.stopping.aborted; round += 1) {
    await tryRound(working, spans, unsettled, round);
  }
  // What waits for a neighbour when this instance stops is another instance's at once.
  for (const receipt of unsettled) {
    receipt.nak(0);
    working.inHand.delete(receipt.delivery.sequence);
  }
  record("processDuration", secondsSince(startedAt), { "messaging.consumer.group.name": working.durable });
}

async function tryRound(
  working: Working,
  spans: ProcessSpans,
  unsettled: Set<Receipt>,
  round: number,
): Promise<void> {
  const judged = await judgeBatch([...unsettled], working.handle);
  const away = judged.filter(({ outcome }) => outcome.is === "away");
  const waitMs = awayDelay(working.backoff, round);
  // Something got through, so the neighbours are there: what is left is put back, and others flow past it.
  const isHeld = away.length > 0 && !judged.some(({ outcome }) => outcome.is === "done");
  for (const one of judged) {
    if (isHeld && one.outcome.is === "away") continue;
    spans.finish(one);
    unsettled.delete(one.receipt);
    await settle(working, one, waitMs);
    working.inHand.delete(one.receipt.delivery.sequence);
  }
  if (isHeld) await hold(working, away, round, waitMs);
}

async function hold(working: Working, away: readonly Judged[], round: number, waitMs: number): Promise<void> {
  const { log, durable, wait } = working;
  const why = away[0]?.outcome.is === "away" ? away[0].outcome.why : undefined;
  log.warn({ consumer: durable, messages: away.length, code: why, round, waitMs }, "consumer.waiting");
  await wait(waitMs);
}
