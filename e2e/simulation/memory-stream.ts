import { recordOf, type EvidenceRecord } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";
import { ackWaitMs, deliveryOf, maxDeliveries, type Receipt, type Source } from "@rollcall/messaging/testing";
import type { Process } from "./process.ts";
import { arrival, later, type Scheduler } from "./scheduler.ts";

/** A message of a stream, and how far its one durable consumer is with it. */
export interface Message {
  readonly sequence: number;
  readonly record: EvidenceRecord;
  readonly storedAt: Instant;
  deliveries: number;
  /** `pending`: delivered, and until `dueAgainAt` nobody else gets it. `given_up`: delivered too often. */
  state: "waiting" | "pending" | "acked" | "terminated" | "given_up" | "expired";
  dueAgainAt: Instant;
}

/** JetStream, as far as one stream with one consumer goes: at least once, in no order, never more than so often. */
export interface MemoryStream {
  readonly scheduler: Scheduler;
  readonly messages: Message[];
  readonly pulls: Pull[];
  /** Gives out all that waits, as JetStream does when nothing else is the matter; otherwise some of it in any order. */
  readonly isOrderly: boolean;
  /** Whether an answer to a consumer gets lost that is sent now. */
  readonly losesAnswer: () => boolean;
  readonly onAcked: (message: Message) => Promise<void>;
  readonly onGivenUp: (message: Message) => void;
}

interface Pull {
  readonly process: Process;
  readonly max: number;
  readonly resolve: (receipts: Receipt[]) => void;
}

export interface Storing {
  /** Not taken for a duplicate, although its id is there already. */
  readonly again?: boolean | undefined;
  readonly ttlMs?: number | undefined;
}

/** Stores a message; one of an id that is there already is a duplicate. */
export function store(stream: MemoryStream, record: EvidenceRecord, { again, ttlMs }: Storing = {}): void {
  const { scheduler, messages } = stream;
  if (again !== true && messages.some((message) => message.record.id === record.id)) return;
  const sequence = messages.length + 1;
  const fresh = { deliveries: 0, dueAgainAt: 0 };
  const message: Message = { sequence, record, storedAt: scheduler.now, state: "waiting", ...fresh };
  messages.push(message);
  if (ttlMs !== undefined) later(scheduler, { at: scheduler.now + ttlMs, act: () => expire(message) });
  serve(stream);
}

function expire(message: Message): void {
  if (isUnsettled(message)) message.state = "expired";
}

/** What a process takes its messages from. */
export const sourceFor = (stream: MemoryStream, process: Process): Source => ({
  take: (max) => {
    if (process.stop.signal.aborted) return Promise.resolve([]);
    const { promise, resolve } = Promise.withResolvers<Receipt[]>();
    stream.pulls.push({ process, max, resolve });
    process.stop.signal.addEventListener("abort", () => resolve([]), { once: true });
    serve(stream);
    return promise;
  },
});

/** Whether it will be delivered, perhaps again. */
export const isUnsettled = ({ state }: Message): boolean => state === "waiting" || state === "pending";

/** What is still to come of a stream, in words. */
export const unsettled = ({ messages }: MemoryStream): readonly string[] =>
  messages
    .filter(isUnsettled)
    .map(
      ({ record, sequence, state, deliveries }) => `${record.id} (${sequence}) is ${state} (${deliveries})`,
    );

/** Whether nothing more will be delivered. */
export const isSettled = ({ messages }: MemoryStream): boolean => !messages.some(isUnsettled);

function serve(stream: MemoryStream): void {
  const { pulls, messages, scheduler } = stream;
  if (pulls.length > 0 && messages.some(({ state }) => state === "waiting"))
    later(scheduler, { act: () => deliver(stream) });
}

/** Gives one of those who ask some of what waits, in any order; also one that is dead, which nobody knows yet. */
function deliver(stream: MemoryStream): void {
  const { scheduler, pulls, messages } = stream;
  const waiting = messages.filter(({ state }) => state === "waiting");
  if (waiting.length === 0) return;
  const [pull] = pulls.splice(scheduler.chance.whole(0, pulls.length - 1), 1);
  if (pull !== undefined && !pull.process.stop.signal.aborted) hand(stream, pull, waiting);
  serve(stream);
}

function hand(stream: MemoryStream, { process, max, resolve }: Pull, waiting: readonly Message[]): void {
  const { scheduler } = stream;
  const taken = stream.isOrderly
    ? waiting.slice(0, max)
    : shuffled(scheduler, waiting).slice(0, scheduler.chance.whole(1, Math.min(max, 20)));
  for (const message of taken) begin(stream, message);
  const receipts = taken.map((message) => receiptOf(stream, message, process));
  const numbers = taken.map(({ sequence, deliveries }) => `${sequence} (${deliveries})`).join(", ");
  const what = `${process.name} receives ${numbers}`;
  later(scheduler, { at: arrival(scheduler), what, within: process, act: () => resolve(receipts) });
}

function begin(stream: MemoryStream, message: Message): void {
  message.state = "pending";
  message.deliveries += 1;
  postpone(stream, message, ackWaitMs);
}

function postpone(stream: MemoryStream, message: Message, ms: number): void {
  const at = stream.scheduler.now + ms;
  message.dueAgainAt = at;
  later(stream.scheduler, { at, act: () => takeBack(stream) });
}

/** What nobody has said anything about for long enough is due again, all of it at once. */
function takeBack(stream: MemoryStream): void {
  for (const message of stream.messages) {
    if (message.state !== "pending" || stream.scheduler.now < message.dueAgainAt) continue;
    message.state = message.deliveries < maxDeliveries ? "waiting" : "given_up";
    if (message.state === "given_up") stream.onGivenUp(message);
  }
  serve(stream);
}

function receiptOf(stream: MemoryStream, message: Message, process: Process): Receipt {
  const { sequence, record, storedAt, deliveries } = message;
  const answer = (what: string, act: () => void | Promise<void>) => {
    const isLost = stream.losesAnswer();
    const told = `${process.name}: ${what} ${sequence}${isLost ? " gets lost" : ""}`;
    const ifPending = () => (isLost || message.state !== "pending" ? undefined : act());
    later(stream.scheduler, { at: arrival(stream.scheduler), what: told, from: process, act: ifPending });
  };
  return {
    delivery: deliveryOf({ ...record, sequence, storedAt, deliveries }),
    ack: () =>
      answer("ack", () => {
        message.state = "acked";
        return stream.onAcked(message);
      }),
    nak: (afterMs) => answer("nak", () => postpone(stream, message, afterMs)),
    term: () => answer("term", () => void (message.state = "terminated")),
    working: () => answer("working on", () => postpone(stream, message, ackWaitMs)),
  };
}

/** The record that the service makes of a message. */
export const recordIn = ({ record, sequence }: Message): EvidenceRecord => recordOf({ ...record, sequence });

function shuffled<T>({ chance }: Scheduler, items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, rank: chance.next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
