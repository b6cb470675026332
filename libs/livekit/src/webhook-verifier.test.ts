import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signToken, signWebhook } from "../testing/sign-webhook.ts";
import { createWebhookVerifier } from "./webhook-verifier.ts";

const now = 1_795_354_308_994;
const seconds = Math.floor(now / 1000);
const old = { apiKey: "school-2025", apiSecret: "0123456789abcdef0123456789abcdef" };
const fresh = { apiKey: "school-2026", apiSecret: "fedcba9876543210fedcba9876543210" };
const verify = createWebhookVerifier({
  keys: { [old.apiKey]: old.apiSecret, [fresh.apiKey]: fresh.apiSecret },
});

const body = Buffer.from('{"event":"room_started", "id":"EV_1"}');
const sha256 = createHash("sha256").update(body).digest("base64");
const claims = { iss: fresh.apiKey, exp: seconds + 300, nbf: seconds, iat: seconds, sha256 };

const verdictOn = (token: string | undefined, at = now) => verify({ authorization: token, body, now: at });
const sign = (over: object, header?: Record<string, unknown>) =>
  signToken({ ...claims, ...over }, fresh.apiSecret, header);

describe("a webhook", () => {
  it.each([old, fresh])("signed with any of our keys is believed ($apiKey)", (key) => {
    expect(verdictOn(signWebhook(key, body, now))).toEqual({
      ok: true,
      apiKey: key.apiKey,
      issuedAt: seconds * 1000,
      bodySha256: createHash("sha256").update(body).digest("hex"),
    });
  });

  it("is believed without iat: nbf says when it was signed", () => {
    expect(verdictOn(sign({ iat: undefined, nbf: seconds - 2 }))).toMatchObject({
      ok: true,
      issuedAt: (seconds - 2) * 1000,
    });
  });

  it.each([
    ["early by 60 s", "believed", sign({ nbf: seconds + 60 })],
    ["early by 61 s", "token_not_yet_valid", sign({ nbf: seconds + 61 })],
    ["expired for 59 s", "believed", sign({ exp: seconds - 59 })],
    ["expired for 60 s", "token_expired", sign({ exp: seconds - 60 })],
  ])("whose token is %s: %s", (_, expected, token) => {
    const verdict = verdictOn(token);
    expect(verdict.ok ? "believed" : verdict.code).toBe(expected);
  });

  it("is measured with the tolerance that was asked for", () => {
    const strict = createWebhookVerifier({ keys: { [fresh.apiKey]: fresh.apiSecret }, clockToleranceMs: 0 });
    expect(strict({ authorization: sign({ nbf: seconds + 1 }), body, now })).toEqual({
      ok: false,
      code: "token_not_yet_valid",
    });
  });

  it.each([
    ["no token", undefined, "token_missing"],
    ["an empty token", "", "token_missing"],
    ["no JSON web token", "let me in", "token_malformed"],
    ["Bearer before its token", `Bearer ${sign({})}`, "token_malformed"],
    ["a token with four parts", `${sign({})}.AAAA`, "token_malformed"],
    ["claims that are a list", signToken([claims], fresh.apiSecret), "token_malformed"],
    ["the key of a stranger", sign({ iss: "stranger" }), "key_unknown"],
    ["no key", sign({ iss: undefined }), "key_unknown"],
    ["a property of every object as key", sign({ iss: "__proto__" }), "key_unknown"],
    ["a list of keys", sign({ iss: [fresh.apiKey] }), "key_unknown"],
    ["another of our keys' signature", sign({ iss: old.apiKey }), "signature_invalid"],
    ["no signature", sign({}).replace(/[^.]*$/, ""), "signature_invalid"],
    ["a forged signature", sign({}).replace(/[^.]*$/, "AAAA"), "signature_invalid"],
    ["algorithm none", sign({}, { alg: "none" }).replace(/[^.]*$/, ""), "signature_invalid"],
    ["algorithm none and a signature", sign({}, { alg: "none" }), "algorithm_refused"],
    ["HS384", sign({}, { alg: "HS384" }), "algorithm_refused"],
    ["HS512", sign({}, { alg: "HS512" }), "algorithm_refused"],
    ["RS256", sign({}, { alg: "RS256" }), "algorithm_refused"],
    [
      "the stranger's own key in its header",
      signToken(claims, "guess", { alg: "HS256", jwk: { kty: "oct", k: "Z3Vlc3M" }, kid: "../../dev/null" }),
      "signature_invalid",
    ],
    ["a critical header", sign({}, { alg: "HS256", crit: ["b64"], b64: true }), "critical_header"],
    ["an empty critical header", sign({}, { alg: "HS256", crit: null }), "critical_header"],
    ["no exp", sign({ exp: undefined }), "claim_missing"],
    ["no nbf", sign({ nbf: undefined }), "claim_missing"],
    ["no sha256", sign({ sha256: undefined }), "claim_missing"],
    ["exp in words", sign({ exp: "tomorrow" }), "claim_invalid"],
    ["an nbf without end", sign({ nbf: null }), "claim_invalid"],
    ["iat in words", sign({ iat: "now" }), "claim_invalid"],
    ["sha256 as a list", sign({ sha256: [sha256] }), "claim_invalid"],
    ["somebody's access token", sign({ video: { roomJoin: true, room: "algebra-7" } }), "grant_present"],
    ["an empty video grant", sign({ video: null }), "grant_present"],
    ["a telephony grant", sign({ sip: { admin: true } }), "grant_present"],
    ["another body's digest", sign({ sha256: createHash("sha256").digest("base64") }), "body_mismatch"],
    [
      "the digest in base64url",
      sign({ sha256: Buffer.from(sha256, "base64").toString("base64url") }),
      "body_mismatch",
    ],
    [
      "the digest in hexadecimal",
      sign({ sha256: Buffer.from(sha256, "base64").toString("hex") }),
      "body_mismatch",
    ],
  ])("with %s is refused", (_, token, code) => {
    expect(verdictOn(token)).toEqual({ ok: false, code });
  });
});
