import { AccessToken, type VideoGrant } from "livekit-server-sdk";
import { describe, expect, it } from "vitest";
import { signToken, signWebhook } from "../testing/sign-webhook.ts";
import { createTokenReader } from "./token-reader.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };
const read = createTokenReader({ keys: { [key.apiKey]: key.apiSecret } });

const now = Date.UTC(2026, 10, 25, 9);
const seconds = now / 1000;

async function sdkToken(identity: string | undefined, grant: VideoGrant): Promise<string> {
  const token = new AccessToken(key.apiKey, key.apiSecret, { ...(identity && { identity }), ttl: "1h" });
  token.addGrant(grant);
  return token.toJwt();
}

const bearer = (over: object, secret = key.apiSecret) =>
  `Bearer ${signToken({ iss: key.apiKey, sub: "alice", exp: seconds + 60, ...over }, secret)}`;

describe("a token of LiveKit's SDK", () => {
  it("says who, and which room it is for", async () => {
    const token = await sdkToken("alice", { roomJoin: true, room: "algebra-7" });
    expect(read(`Bearer ${token}`, Date.now())).toMatchObject({
      ok: true,
      identity: "alice",
      grants: { roomAdmin: false, roomList: false, roomCreate: false, room: "algebra-7" },
    });
  });

  it("of a teacher grants the room", async () => {
    const token = await sdkToken("mr-brown", { roomAdmin: true, room: "algebra-7" });
    expect(read(`bearer ${token}`, Date.now())).toMatchObject({
      grants: { roomAdmin: true, roomList: false, roomCreate: false, room: "algebra-7" },
    });
  });

  it("of a server may list and open rooms and belongs to nobody", async () => {
    const token = await sdkToken(undefined, { roomList: true, roomCreate: true });
    expect(read(`Bearer ${token}`, Date.now())).toMatchObject({
      identity: null,
      grants: { roomAdmin: false, roomList: true, roomCreate: true, room: null },
    });
  });
});

describe("any token", () => {
  it("without grants is good and grants nothing", () => {
    expect(read(bearer({}), now)).toEqual({
      ok: true,
      identity: "alice",
      grants: { roomAdmin: false, roomList: false, roomCreate: false, room: null },
      expiresAt: now + 60_000,
    });
  });

  it("has LiveKit's own leeway of 60 s", () => {
    expect(read(bearer({ exp: seconds - 59, nbf: seconds + 60 }), now)).toMatchObject({ ok: true });
  });

  it.each([
    ["token_missing", "no header", undefined],
    ["token_missing", "another scheme", "Basic YWxpY2U6cGFzcw=="],
    ["token_missing", "no token behind Bearer", "Bearer "],
    ["token_missing", "no Bearer", bearer({}).slice("Bearer ".length)],
    ["token_invalid", "no JSON web token", "Bearer open-sesame"],
    ["token_invalid", "a stranger's signature", bearer({}, "another secret of whoever it may be")],
    ["token_invalid", "another key", bearer({ iss: "stranger" })],
    ["token_invalid", "no expiry", bearer({ exp: undefined })],
    ["token_invalid", "a start that is to come", bearer({ nbf: seconds + 61 })],
    ["token_invalid", "grants of another shape", bearer({ video: { roomAdmin: "yes" } })],
    ["token_invalid", "a webhook's claims", `Bearer ${signWebhook(key, "{}", now)}`],
    ["token_expired", "an expiry gone by", bearer({ exp: seconds - 60 })],
  ])("is refused as %s for %s", (code, _, authorization) => {
    expect(read(authorization, now)).toEqual({ ok: false, code });
  });
});
