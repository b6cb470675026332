import { STATUS_CODES } from "node:http";
import { CodedError, codes, type Code, type Problem } from "@rollcall/contracts";
import type { ErrorRequestHandler, Response } from "express";

const statuses: Partial<Record<Code, number>> = {
  parameter_invalid: 400,
  token_missing: 401,
  token_invalid: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  store_unavailable: 503,
  too_many_streams: 503,
};

export const statusOfCode = (code: Code): number => statuses[code] ?? 500;

/** What went wrong, for a client: nothing about the inside of a failure that is ours. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  const status = statusOfCode(code);
  const detail = error instanceof CodedError && status < 500 ? error.message : codes[code];
  return { type: `urn:rollcall:problem:${code}`, title: STATUS_CODES[status] ?? "", status, code, detail };
}

function codeOf(error: unknown): Code {
  if (error instanceof CodedError) return error.code;
  // Express refuses paths with broken percent-encoding.
  return error instanceof URIError ? "parameter_invalid" : "unexpected_error";
}

/** Answers every failure as RFC 9457 problem details; `onBug` hears of those that nobody foresaw. */
export function answerProblems(onBug: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = problemOf(error);
    if (problem.status === 500) onBug(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.locals["code"] = problem.code;
    sendProblem(response, problem);
  };
}

const retryAfterSeconds = "5";

function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.set("www-authenticate", challengeOf(problem));
  if (problem.status === 405) response.set("allow", "GET, HEAD");
  if (problem.status === 503) response.set("retry-after", retryAfterSeconds);
  response
    .status(problem.status)
    .set("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(problem));
}

/** RFC 6750: without a token, no error is named. */
const challengeOf = ({ code }: Problem): string =>
  code === "token_missing" ? 'Bearer realm="rollcall"' : 'Bearer realm="rollcall", error="invalid_token"';
