import type { Code } from "@rollcall/contracts";
import { createAllowance, type Logger } from "@rollcall/runtime";
import { count, record, type Attributes } from "@rollcall/telemetry";
import type { RequestHandler, Response } from "express";
import type { EvidenceMessage } from "./evidence-message.ts";
import type { Receipt } from "./receive-webhook.ts";

export type Outcome = Receipt | { readonly is: "rejected" | "failed"; readonly why: Code };

const outcomes = new WeakMap<Response, Outcome>();

/** Leaves what became of a request for the report. */
export function noteOutcome(response: Response, outcome: Outcome): void {
  outcomes.set(response, outcome);
}

/** Whoever reaches ingress can be refused as often as they like, and must not fill the disk with that. */
const strangersLines = { burst: 100, perSecond: 10 };

/**
 * One count per request, whichever way it ended, and one log line; of what strangers can cause, no more than ten
 * lines a second, with the number of those left out since.
 */
export function reportWebhooks(log: Logger): RequestHandler {
  const mayWrite = createAllowance(strangersLines);
  let unwritten = 0;
  return (_request, response, next) => {
    const startedAt = performance.now();
    response.on("close", () => {
      const outcome = outcomes.get(response) ?? { is: "aborted" as const };
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      countOutcome(outcome, durationMs / 1000);
      if (isOfAnybody(outcome) && !mayWrite(performance.now())) {
        unwritten += 1;
        return;
      }
      const about = {
        ...lineOf(outcome, response.statusCode),
        durationMs,
        ...(unwritten > 0 && { unwritten }),
      };
      log[isAccepted(outcome) ? "info" : "warn"](about, "webhook.answered");
      unwritten = 0;
    });
    next();
  };
}

type Ended = Outcome | { readonly is: "aborted" };

const isAccepted = ({ is }: Ended): boolean => is === "stored" || is === "duplicate";
const isOfAnybody = ({ is }: Ended): boolean => is === "refused" || is === "rejected" || is === "aborted";

const lineOf = (outcome: Ended, status: number) => ({
  result: outcome.is,
  code: "why" in outcome ? outcome.why : undefined,
  status,
  ...("message" in outcome ? aboutOf(outcome.message) : {}),
});

/** SIDs, never names. */
const aboutOf = ({ id, about }: EvidenceMessage) => ({ id, ...about });

function countOutcome(outcome: Ended, seconds: number): void {
  const event = "message" in outcome ? outcome.message.about.event : undefined;
  const labels: Attributes = { "attendance.event": event };
  count("webhooks", {
    ...labels,
    "attendance.result": resultOf(outcome),
    "attendance.code": "why" in outcome ? outcome.why : undefined,
  });
  if (outcome.is === "stored") record("durableAck", seconds, labels);
}

/** What is stored without being understood is told apart: LiveKit may have learnt something new. */
function resultOf(outcome: Ended): string {
  return outcome.is === "stored" && !outcome.message.about.isReadable ? "stored_unread" : outcome.is;
}
