import { createVerifier, TokenError } from "fast-jwt";

/** LiveKit API keys and their secrets. Several at once while keys are rotated; a token's `iss` chooses. */
export type ApiKeys = Readonly<Record<string, string>>;

export type Claims = Readonly<Record<string, unknown>>;

/** What is wrong with a token before its claims are looked at. */
export type SignatureRefusal =
  "token_malformed" | "key_unknown" | "algorithm_refused" | "critical_header" | "signature_invalid";

export type SignedToken =
  | { readonly ok: true; readonly apiKey: string; readonly claims: Claims }
  | { readonly ok: false; readonly code: SignatureRefusal };

type Decoded = { readonly header: Claims; readonly payload: Claims };
type Check = (token: string) => Decoded;

/**
 * Returns a function that tells whether a token carries the HS256 signature of one of our keys. Its times and all
 * other claims are left to the caller, who knows the time.
 */
export function createSignatureCheck(keys: ApiKeys): (token: string) => SignedToken {
  const checks = new Map(Object.entries(keys).map(([apiKey, secret]) => [apiKey, checkFor(secret)]));
  return (token) => {
    const apiKey = issuerOf(token);
    if (apiKey === null) return refused("token_malformed");
    const check = typeof apiKey === "string" ? checks.get(apiKey) : undefined;
    if (typeof apiKey !== "string" || check === undefined) return refused("key_unknown");
    const checked = checkedBy(check, token);
    if (typeof checked === "string") return refused(checked);
    // RFC 7515 4.1.11: what is marked critical must be understood, and we understand no extension.
    if ("crit" in checked.header) return refused("critical_header");
    return { ok: true, apiKey, claims: checked.payload };
  };
}

function checkFor(secret: string): Check {
  const algorithms: ["HS256"] = ["HS256"];
  return createVerifier({
    key: secret,
    algorithms,
    complete: true,
    ignoreExpiration: true,
    ignoreNotBefore: true,
  });
}

const compactForm = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** What a token says of its issuer, believed only to choose a key; null when it is no token. */
function issuerOf(token: string): unknown {
  const claims = compactForm.exec(token)?.[1] ?? "";
  try {
    const json: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
    if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
    return "iss" in json ? json.iss : undefined;
  } catch {
    return null;
  }
}

const refusals: Readonly<Record<string, SignatureRefusal>> = {
  [TokenError.codes.malformed]: "token_malformed",
  [TokenError.codes.invalidPayload]: "token_malformed",
  [TokenError.codes.invalidAlgorithm]: "algorithm_refused",
  [TokenError.codes.invalidCritHeader]: "critical_header",
};

function checkedBy(check: Check, token: string): Decoded | SignatureRefusal {
  try {
    return check(token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return refusals[error.code] ?? "signature_invalid";
  }
}

const refused = (code: SignatureRefusal): SignedToken => ({ ok: false, code });
