import { CodedError, codes, problemOf, statusOf, type Code, type Problem } from "@rollcall/contracts";
import type { ErrorRequestHandler, Response } from "express";

/** What went wrong, for a client: nothing about the inside of a failure that is ours. */
function problemIn(error: unknown): Problem {
  const code = codeOf(error);
  const status = statusOf(code);
  return problemOf(code, status, error instanceof CodedError && status < 500 ? error.message : codes[code]);
}

function codeOf(error: unknown): Code {
  if (error instanceof CodedError) return error.code;
  // Express refuses paths with broken percent-encoding.
  return error instanceof URIError ? "parameter_invalid" : "unexpected_error";
}

/** Answers every failure as RFC 9457 problem details; `onBug` hears of those that nobody foresaw. */
export function answerProblems(onBug: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = problemIn(error);
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
  if (problem.status === 503 || problem.status === 429) response.set("retry-after", retryAfterSeconds);
  response
    .status(problem.status)
    .set("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(problem));
}

/** RFC 6750: without a token, no error is named. */
const challengeOf = ({ code }: Problem): string =>
  code === "token_missing" ? 'Bearer realm="rollcall"' : 'Bearer realm="rollcall", error="invalid_token"';
