import type { Claims } from "./signed-token.ts";

/** LiveKit's own leeway for the clocks of servers (protocol, auth/verifier.go). */
export const liveKitLeewayMs = 60_000;

export type TimeRefusal = "token_expired" | "token_not_yet_valid";

/**
 * Whether a token is valid at `now` (milliseconds since the epoch). Whole seconds, and an end that does not belong
 * to the time: so the SDK counts, and no token may pass here that it refuses.
 */
export function timeRefusal(
  { exp, nbf }: { readonly exp: number; readonly nbf: number },
  now: number,
  toleranceMs: number,
): TimeRefusal | null {
  const nowSeconds = Math.floor(now / 1000);
  const tolerance = toleranceMs / 1000;
  if (exp <= nowSeconds - tolerance) return "token_expired";
  return nbf > nowSeconds + tolerance ? "token_not_yet_valid" : null;
}

/** A claim that holds a time in seconds; null when it is absent or no finite number. */
export function secondsIn(claims: Claims, name: "exp" | "nbf" | "iat"): number | null {
  const value = claims[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
