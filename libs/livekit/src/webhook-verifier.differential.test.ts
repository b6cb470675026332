import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { WebhookReceiver } from "livekit-server-sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signToken, signWebhook } from "../testing/sign-webhook.ts";
import { readSpecimens, type Specimen } from "../testing/specimens.ts";
import { createWebhookVerifier, type VerifiedWebhook, type WebhookRefusal } from "./webhook-verifier.ts";

type Attempt = { readonly authorization: string; readonly body: Buffer; readonly now: number };

const runs = 3000;
const toleranceSeconds = 60;
const specimens = readSpecimens();
const key = { apiKey: "devkey", apiSecret: "0123456789abcdef0123456789abcdef" };
const verify = createWebhookVerifier({ keys: { [key.apiKey]: key.apiSecret } });
const receiver = new WebhookReceiver(key.apiKey, key.apiSecret);

/** What we refuse although the SDK takes it: none of it does LiveKit ever send. */
const stricter: readonly WebhookRefusal[] = [
  "token_malformed",
  "algorithm_refused",
  "critical_header",
  "claim_missing",
  "claim_invalid",
  "grant_present",
];

afterEach(() => {
  vi.useRealTimers();
});

async function sdkAccepts({ authorization, body, now }: Attempt): Promise<boolean> {
  vi.useFakeTimers({ toFake: ["Date"], now });
  try {
    await receiver.receive(body.toString(), authorization, false, toleranceSeconds);
    return true;
  } catch {
    return false;
  }
}

/** Ours accepts nothing that the SDK refuses, and refuses nothing that it takes but for the listed reasons. */
async function isNoWeaker(attempt: Attempt): Promise<boolean> {
  const ours = verify(attempt);
  const theirs = await sdkAccepts(attempt);
  return ours.ok ? theirs : !theirs || stricter.includes(ours.code);
}

const attemptOf = (specimen: Specimen): Attempt => ({
  authorization: specimen.headers.authorization,
  body: Buffer.from(specimen.rawBody),
  now: specimen.receivedAtMs,
});

describe("a real webhook", () => {
  it("comes in 47 kinds", () => {
    expect(specimens).toHaveLength(47);
  });

  it.each(specimens)("is believed by the SDK and by us: $name", async (specimen) => {
    const attempt = attemptOf(specimen);
    expect(verify(attempt)).toMatchObject({ ok: true, apiKey: specimen.key });
    expect(await sdkAccepts(attempt)).toBe(true);
  });
});

const specimen = fc.constantFrom(...specimens.map(attemptOf));

/** Some characters or bytes are replaced, removed or put in. */
const wound = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  removed: fc.nat(2),
  put: fc.string({ minLength: 0, maxLength: 2, unit: "binary-ascii" }),
});

const wounded = (
  text: string,
  { at, removed, put }: { at: number; removed: number; put: string },
): string => {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + put + text.slice(start + removed);
};

const skewMs = fc.integer({ min: -500_000, max: 500_000 });

describe("law: no weaker than the SDK", () => {
  it("for real tokens with broken characters", async () => {
    const property = fc.asyncProperty(specimen, wound, (attempt, cut) =>
      isNoWeaker({ ...attempt, authorization: wounded(attempt.authorization, cut) }),
    );
    await expect(fc.assert(property, { numRuns: runs })).resolves.toBeUndefined();
  });

  it("for real bodies with broken bytes", async () => {
    const property = fc.asyncProperty(specimen, wound, (attempt, cut) =>
      isNoWeaker({
        ...attempt,
        body: Buffer.from(wounded(attempt.body.toString("latin1"), cut), "latin1"),
      }),
    );
    await expect(fc.assert(property, { numRuns: runs })).resolves.toBeUndefined();
  });

  it("for one request's token on another's body, at any time", async () => {
    const property = fc.asyncProperty(specimen, specimen, skewMs, (one, other, skew) =>
      isNoWeaker({ authorization: one.authorization, body: other.body, now: one.now + skew }),
    );
    await expect(fc.assert(property, { numRuns: runs })).resolves.toBeUndefined();
  });

  it("for well signed tokens with odd claims and headers", async () => {
    const property = fc.asyncProperty(
      specimen,
      oddClaims,
      oddHeader,
      fc.constantFrom(key.apiSecret, key.apiSecret, "another secret"),
      skewMs,
      (attempt, claims, header, secret, skew) => {
        const signed = signToken({ ...claimsOf(attempt), ...claims(attempt) }, secret, header);
        return isNoWeaker({ ...attempt, authorization: signed, now: attempt.now + skew });
      },
    );
    await expect(fc.assert(property, { numRuns: runs })).resolves.toBeUndefined();
  });
});

const claimsOf = ({ body, now }: Attempt) => {
  const seconds = Math.floor(now / 1000);
  const sha256 = createHash("sha256").update(body).digest("base64");
  return { iss: key.apiKey, exp: seconds + 300, nbf: seconds, iat: seconds, sha256 };
};

const oddValue = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(null, "", "devkey", [], {}, true, 0, -1, 1e300, ["devkey"]),
  fc.jsonValue(),
);

/** One or two claims replaced, removed or added, or a time moved. */
const oddClaims = fc.oneof(
  fc
    .dictionary(
      fc.constantFrom("iss", "exp", "nbf", "iat", "sha256", "sub", "video", "sip", "aud"),
      oddValue,
      {
        maxKeys: 2,
      },
    )
    .map((claims) => () => claims),
  fc
    .tuple(fc.constantFrom("exp", "nbf", "iat"), fc.integer({ min: -70, max: 70 }))
    .map(([name, by]) => (attempt: Attempt) => ({ [name]: Math.floor(attempt.now / 1000) + by })),
);

const oddHeader = fc.oneof(
  fc.constant({ alg: "HS256", typ: "JWT" }),
  fc.constantFrom("HS384", "HS512", "none", "RS256", "hs256", "").map((alg) => ({ alg })),
  fc.constantFrom([], ["b64"], ["exp"], null, "b64").map((crit) => ({ alg: "HS256", crit, b64: true })),
  fc.dictionary(fc.constantFrom("alg", "typ", "crit", "b64", "kid", "jwk"), oddValue, { maxKeys: 2 }),
);

const body = Buffer.from('{"event":"room_started", "room":{"name":"algebra-7"}, "id":"EV_1"}');
const now = 1_795_354_308_994;
const attempt: Attempt = { authorization: signWebhook(key, body, now), body, now };

const sign = (over: object, header?: Record<string, unknown>) =>
  signToken({ ...claimsOf(attempt), ...over }, key.apiSecret, header);

describe("stricter than the SDK on purpose", () => {
  it.each<[WebhookRefusal, string, string]>([
    ["token_malformed", "a padded signature", `${sign({})}=`],
    ["algorithm_refused", "HS512", sign({}, { alg: "HS512" })],
    [
      "critical_header",
      "a critical header that the SDK understands",
      sign({}, { alg: "HS256", crit: ["b64"], b64: true }),
    ],
    ["claim_missing", "no nbf", sign({ nbf: undefined })],
    [
      "grant_present",
      "an access token with a digest",
      sign({ video: { roomJoin: true, room: "algebra-7" } }),
    ],
  ])("%s: %s", async (code, _, authorization) => {
    expect(verify({ ...attempt, authorization })).toEqual({ ok: false, code });
    expect(await sdkAccepts({ ...attempt, authorization })).toBe(true);
  });
});

describe("what is in the body is not judged here", () => {
  it.each([
    ["no JSON", Buffer.from("not json")],
    ["JSON of another shape", Buffer.from('{"event": 7}')],
    ["not UTF-8, which the SDK cannot even digest", Buffer.from([0x7b, 0xff, 0x7d])],
  ])("an authentic request is believed although it is %s", async (_, odd) => {
    const authentic: Attempt = { authorization: signWebhook(key, odd, now), body: odd, now };
    expect(verify(authentic)).toMatchObject({ ok: true } satisfies Partial<VerifiedWebhook>);
    expect(await sdkAccepts(authentic)).toBe(false);
  });
});
