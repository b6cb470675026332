import type { Logger } from "@rollcall/runtime";
import type { RequestHandler } from "express";

/** One line per request, without what a client wrote into it: paths hold room names, and queries hold tokens. */
export const logRequests =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now();
    response.on("close", () => {
      const route: unknown = request.route?.path;
      if (isProbe(route) && response.statusCode === 200) return;
      log.info(
        {
          method: request.method,
          route: typeof route === "string" ? route : "none",
          status: response.statusCode,
          code: response.locals["code"],
          durationMs: Math.round(performance.now() - startedAt),
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        "request.answered",
      );
    });
    next();
  };

/** Probes come every few seconds: a line is due only when one fails. */
const isProbe = (route: unknown): boolean => route === "/healthz" || route === "/readyz";
