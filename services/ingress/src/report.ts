import type { Code } from "@rollcall/contracts";
import type { Logger } from "@rollcall/runtime";
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

/** One log line and one count per request, whichever way it ended. */
export function reportWebhooks(log: Logger): RequestHandler {
  return (_request, response, next) => {
    const startedAt = performance.now();
    response.on("close", () => {
      const outcome = outcomes.get(response) ?? { is: "aborted" };
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      const about = "message" in outcome ? aboutOf(outcome.message) : {};
      const why = "why" in outcome ? outcome.why : undefined;
      const level = outcome.is === "stored" || outcome.is === "duplicate" ? "info" : "warn";
      log[level](
        { result: outcome.is, code: why, status: response.statusCode, ...about, durationMs },
        "webhook.answered",
      );
      countOutcome(outcome, durationMs / 1000);
    });
    next();
  };
}

/** SIDs, never names. */
const aboutOf = ({ id, about }: EvidenceMessage) => ({ id, ...about });

function countOutcome(outcome: Outcome | { readonly is: "aborted" }, seconds: number): void {
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
function resultOf(outcome: Outcome | { readonly is: "aborted" }): string {
  return outcome.is === "stored" && !outcome.message.about.isReadable ? "stored_unread" : outcome.is;
}
