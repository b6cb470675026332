import { createHash, createHmac } from "node:crypto";

export type Key = { readonly apiKey: string; readonly apiSecret: string };

/** The `Authorization` header that LiveKit sends with a body: the bare token, valid for five minutes. */
export function signWebhook({ apiKey, apiSecret }: Key, body: string | Uint8Array, now: number): string {
  const seconds = Math.floor(now / 1000);
  const sha256 = createHash("sha256").update(body).digest("base64");
  const claims = { iss: apiKey, exp: seconds + 300, nbf: seconds, iat: seconds, sha256 };
  return signToken(claims, apiSecret);
}

/** A JSON web token with any claims and header, also wrong ones. */
export function signToken(
  claims: unknown,
  secret: string,
  header: Readonly<Record<string, unknown>> = { alg: "HS256", typ: "JWT" },
): string {
  const input = `${encode(header)}.${encode(claims)}`;
  const hash = { HS384: "sha384", HS512: "sha512" }[String(header["alg"])] ?? "sha256";
  return `${input}.${createHmac(hash, secret).update(input).digest("base64url")}`;
}

const encode = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString("base64url");
