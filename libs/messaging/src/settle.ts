import { againHeaders } from "@rollcall/contracts";
import type { Logger } from "@rollcall/runtime";
import { count } from "@rollcall/telemetry";
import type { Backoff } from "./backoff.ts";
import type { DeadLetter } from "./dead-letter.ts";
import { countFailure, type Failures } from "./failures.ts";
import type { Judged, Outcome } from "./outcome.ts";

export type Settling = {
  readonly stream: string;
  readonly durable: string;
  readonly backoff: Backoff;
  readonly failures: Failures;
  readonly log: Pick<Logger, "warn" | "error">;
  /** Resolves when the letter is stored. */
  readonly keepDead: (letter: DeadLetter) => Promise<void>;
};

const deadLetterAwayMs = 30_000;

/** Says to JetStream what became of one delivery. */
export async function settle(
  settling: Settling,
  { receipt, outcome }: Judged,
  awayMs: number,
): Promise<void> {
  const { durable, failures } = settling;
  count("messagesConsumed", {
    "messaging.consumer.group.name": durable,
    "attendance.verdict": outcome.is,
    "attendance.code": outcome.is === "done" ? undefined : outcome.why,
  });
  switch (outcome.is) {
    case "done":
      failures.delete(receipt.delivery.sequence);
      receipt.ack();
      return;
    case "away":
      receipt.nak(awayMs);
      return;
    case "failed":
      await settleFailed(settling, receipt, outcome);
  }
}

/** A dead letter that somebody sent once more; what it needs is no more patience but another program. */
const isAgain = ({ headers }: Judged["receipt"]["delivery"]): boolean => againHeaders.letter in headers;

type Failed = Extract<Outcome, { is: "failed" }>;

async function settleFailed(settling: Settling, receipt: Judged["receipt"], failed: Failed): Promise<void> {
  const { log, stream, durable: consumer, backoff, failures } = settling;
  const { delivery: message } = receipt;
  const times = countFailure(failures, message.sequence);
  const retryInMs = isAgain(message) ? undefined : backoff.failedMs[times - 1];
  const { id, sequence, subject, deliveries } = message;
  const { why: code, detail, error } = failed;
  log.warn(
    { consumer, id, sequence, subject, code, detail, failures: times, deliveries, retryInMs, err: error },
    "message.failed",
  );
  if (retryInMs !== undefined) {
    receipt.nak(retryInMs);
    return;
  }
  try {
    await settling.keepDead({ stream, consumer, message, code, detail, attempts: times });
    failures.delete(sequence);
    receipt.term(code);
  } catch (letterError) {
    log.error({ consumer, sequence, err: letterError }, "message.dead_letter_failed");
    receipt.nak(deadLetterAwayMs);
  }
}
