import { problemOf, type Code } from "@rollcall/contracts";
import type { Response } from "express";

/** Answers with RFC 9457 problem details. */
export function answerProblem(response: Response, status: number, code: Code): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify(problemOf(code, status)));
}
