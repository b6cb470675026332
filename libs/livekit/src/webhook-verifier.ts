import { hash, timingSafeEqual } from "node:crypto";
import { createSignatureCheck, type ApiKeys, type Claims, type SignatureRefusal } from "./signed-token.ts";
import { liveKitLeewayMs, secondsIn, timeRefusal, type TimeRefusal } from "./token-times.ts";

/** Why a webhook is not believed. Stable; for logs and metrics, never for the sender. */
export type WebhookRefusal =
  | "token_missing"
  | SignatureRefusal
  | "claim_missing"
  | "claim_invalid"
  | "grant_present"
  | TimeRefusal
  | "body_mismatch";

export type VerifiedWebhook =
  | {
      readonly ok: true;
      readonly apiKey: string;
      /** When LiveKit signed it, milliseconds since the epoch in LiveKit's clock, whole seconds. */
      readonly issuedAt: number;
      /** Hexadecimal, of the body as received. */
      readonly bodySha256: string;
    }
  | { readonly ok: false; readonly code: WebhookRefusal };

export type WebhookRequest = {
  /** The `Authorization` header as received. */
  readonly authorization: string | undefined;
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export type WebhookVerifierOptions = {
  readonly keys: ApiKeys;
  /** How far LiveKit's clock and ours may differ; default 60 s, as LiveKit itself allows. */
  readonly clockToleranceMs?: number;
};

/** What a webhook's token says once it is believed; whether it belongs to a body is another question. */
export type WebhookToken =
  | {
      readonly ok: true;
      readonly apiKey: string;
      readonly issuedAt: number;
      /** The claim as it stands in the token. */
      readonly sha256: string;
    }
  | { readonly ok: false; readonly code: WebhookRefusal };

type WebhookClaims = {
  readonly exp: number;
  readonly nbf: number;
  readonly issuedAt: number;
  readonly sha256: string;
};

// A token with one of these opens rooms and is handed to people: it must not open ingress too.
const grants = ["video", "sip", "agent", "inference", "observability"];

/**
 * Returns a function that tells whether LiveKit sent a request: `createWebhookTokenReader` and `matchBody` in one.
 */
export function createWebhookVerifier(
  options: WebhookVerifierOptions,
): (request: WebhookRequest) => VerifiedWebhook {
  const readToken = createWebhookTokenReader(options);
  return ({ authorization, body, now }) => {
    const token = readToken(authorization, now);
    return token.ok ? matchBody(token, body) : token;
  };
}

/**
 * Returns a function that reads the token of a webhook, which a request's head is enough for: so strangers are
 * refused before anything of their bodies is kept. It accepts only what the SDK's `WebhookReceiver` accepts, and
 * less: HS256 only, `nbf` required, no grants, no critical headers. LiveKit writes the bare token into the header;
 * one behind `Bearer` did not come from it and is malformed.
 */
export function createWebhookTokenReader(
  options: WebhookVerifierOptions,
): (authorization: string | undefined, now: number) => WebhookToken {
  const checkSignature = createSignatureCheck(options.keys);
  const toleranceMs = options.clockToleranceMs ?? liveKitLeewayMs;
  return (authorization, now) => {
    if (!authorization) return refused("token_missing");
    const token = checkSignature(authorization);
    if (!token.ok) return refused(token.code);
    const claims = webhookClaims(token.claims);
    if (typeof claims === "string") return refused(claims);
    const untimely = timeRefusal(claims, now, toleranceMs);
    if (untimely !== null) return refused(untimely);
    return { ok: true, apiKey: token.apiKey, issuedAt: claims.issuedAt * 1000, sha256: claims.sha256 };
  };
}

/** Whether a believed token is for this body. It covers the raw bytes, so hand them over before any parsing. */
export function matchBody(
  { apiKey, issuedAt, sha256 }: Extract<WebhookToken, { readonly ok: true }>,
  body: Uint8Array,
): VerifiedWebhook {
  const bodySha256 = hash("sha256", body, "hex");
  return isDigest(sha256, bodySha256) ? { ok: true, apiKey, issuedAt, bodySha256 } : refused("body_mismatch");
}

function webhookClaims(claims: Claims): WebhookClaims | WebhookRefusal {
  if (grants.some((grant) => grant in claims)) return "grant_present";
  if (!("exp" in claims && "nbf" in claims && "sha256" in claims)) return "claim_missing";
  const exp = secondsIn(claims, "exp");
  const nbf = secondsIn(claims, "nbf");
  const issuedAt = "iat" in claims ? secondsIn(claims, "iat") : nbf;
  const { sha256 } = claims;
  if (exp === null || nbf === null || issuedAt === null || typeof sha256 !== "string") return "claim_invalid";
  return { exp, nbf, issuedAt, sha256 };
}

/** Compares as text, so that no second spelling of a digest passes; takes the same time wherever they differ. */
function isDigest(claim: string, sha256: string): boolean {
  const given = Buffer.from(claim);
  const expected = Buffer.from(Buffer.from(sha256, "hex").toString("base64"));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const refused = (code: WebhookRefusal) => ({ ok: false, code }) as const;
