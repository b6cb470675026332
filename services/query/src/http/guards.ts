import { CodedError } from "@rollcall/contracts";
import type { RequestHandler } from "express";
import helmet from "helmet";

const reading = new Set(["GET", "HEAD"]);
/** What an operator does about dead letters is all that changes anything. */
const acting = new Set(["/api/dead-letters/redrive", "/api/dead-letters/drop"]);

/** Lets reading through everywhere, and POST where something is done; nothing else. */
export const onlyKnownMethods: RequestHandler = ({ method, path }, response, next) => {
  const isAllowed = acting.has(path) ? method === "POST" : reading.has(method);
  if (!isAllowed) {
    response.set("allow", acting.has(path) ? "POST" : "GET, HEAD");
    throw new CodedError("method_not_allowed");
  }
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
