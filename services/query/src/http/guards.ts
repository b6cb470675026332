import { CodedError } from "@rollcall/contracts";
import type { RequestHandler } from "express";
import helmet from "helmet";

/** Nothing here changes anything, so no method but reading is known. */
export const onlyReads: RequestHandler = (request, _response, next) => {
  if (request.method !== "GET" && request.method !== "HEAD") throw new CodedError("method_not_allowed");
  next();
};

/** The page runs its own script and style from files, and talks to this server alone. */
export const safeHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "img-src": ["'self'"],
      "connect-src": ["'self'"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  },
  xFrameOptions: { action: "deny" },
  // Whether this is reached by TLS is the business of what stands in front.
  strictTransportSecurity: false,
});

/** What one token sees, another does not; nothing is shown again without asking. */
export const neverShared: RequestHandler = (request, response, next) => {
  // A word to caches, and this is none. `fetch` adds it to every If-None-Match, and Express would then send all again.
  delete request.headers["cache-control"];
  response.set({ "cache-control": "private, no-cache", vary: "Authorization" });
  next();
};

export const unknownPath: RequestHandler = () => {
  throw new CodedError("not_found");
};
