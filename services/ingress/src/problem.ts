import { codes, type Code, type Problem } from "@rollcall/contracts";
import type { Response } from "express";

/** Answers with RFC 9457 problem details. */
export function answerProblem(response: Response, status: number, code: Code): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body: Problem = { type: `urn:rollcall:problem:${code}`, title: codes[code], status, code };
  response.status(status).type("application/problem+json").send(JSON.stringify(body));
}
