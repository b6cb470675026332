import type { Problem } from "./api.ts";
import { codes, type Code } from "./codes.ts";

/** RFC 9457 problem details. A code has one type and one title, whichever service answers it. */
export const problemOf = (code: Code, status: number, detail?: string): Problem => ({
  type: `urn:rollcall:problem:${code}`,
  title: codes[code],
  status,
  code,
  ...(detail === undefined ? {} : { detail }),
});

/** The number that a code is answered with, over HTTP and by NATS services alike. */
export const statusOf = (code: Code): number => statuses[code] ?? neighbourAway;

/** What is not listed is a neighbour's absence: it passes. */
const neighbourAway = 503;

const statuses: Partial<Record<Code, number>> = {
  schema_invalid: 400,
  parameter_invalid: 400,
  token_missing: 401,
  token_invalid: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  media_type_unsupported: 415,
  too_many_requests: 429,
  unexpected_error: 500,
};
