import { createAllowance, type Logger } from "@rollcall/runtime";
import type { RequestHandler, Response } from "express";

/** Whoever reaches us can be refused, or load the page, as often as they like, and must not fill the disk with that. */
const strangersLines = { burst: 200, perSecond: 20 };

/** Says that a request comes from the holder of a token, within what they may ask. */
export function markAdmitted(response: Response): void {
  response.locals["isAdmitted"] = true;
}

/**
 * One line per request, without what a client wrote into it: paths hold room names, and queries hold tokens. Of what
 * strangers can cause, no more than twenty lines a second, with the number of those left out since.
 */
export function logRequests(log: Logger): RequestHandler {
  const mayWrite = createAllowance(strangersLines);
  let unwritten = 0;
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on("close", () => {
      const route: unknown = request.route?.path;
      if (isProbe(route) && response.statusCode === 200) return;
      if (response.locals["isAdmitted"] !== true && !mayWrite(performance.now())) {
        unwritten += 1;
        return;
      }
      log.info(
        {
          method: request.method,
          route: typeof route === "string" ? route : "none",
          status: response.statusCode,
          code: response.locals["code"],
          durationMs: Math.round(performance.now() - startedAt),
          ...(response.writableFinished ? {} : { aborted: true }),
          ...(unwritten > 0 && { unwritten }),
        },
        "request.answered",
      );
      unwritten = 0;
    });
    next();
  };
}

/** Probes come every few seconds: a line is due only when one fails. */
const isProbe = (route: unknown): boolean => route === "/healthz" || route === "/readyz";
