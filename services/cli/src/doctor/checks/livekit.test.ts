import { freePort } from "@rollcall/servers";
import { startFakeLiveKit, type FakeLiveKit } from "@rollcall/livekit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { livekit as check } from "./livekit.ts";
import { listingMode } from "./listing-mode.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

let fake: FakeLiveKit;
beforeAll(async () => {
  fake = await startFakeLiveKit({ ...key, lists: "store" });
});
afterAll(() => fake[Symbol.asyncDispose]());

describe("LiveKit's API", () => {
  it("is fine when it answers our key", async () => {
    const findings = await examine(check, { livekit: { ...key, url: fake.url } });
    expect(told(findings)).toEqual(["ok livekit_answers"]);
    expect(findings[0]?.measured).toMatchObject({ slowestMs: expect.any(Number) });
  });

  it("names an address at which nothing listens", async () => {
    const url = `ws://127.0.0.1:${await freePort()}`;
    const [finding] = await examine(check, { livekit: { ...key, url } });
    expect(finding).toMatchObject({ level: "problem", code: "livekit_unreachable" });
    expect(finding?.found).toContain(url);
    expect(finding?.change).toContain("LIVEKIT_URL");
  });

  it("names a key that LiveKit does not have, and never shows its secret", async () => {
    const wrong = { ...key, apiSecret: "another-secret-of-at-least-32-characters" };
    const findings = await examine(check, { livekit: { ...wrong, url: fake.url } });
    expect(told(findings)).toEqual(["problem livekit_unauthorized"]);
    expect(findings[0]?.change).toContain("LIVEKIT_API_SECRET");
    expect(JSON.stringify(findings)).not.toContain(wrong.apiSecret);
  });

  it.each([
    ["livekit_error", { status: 500, body: "no" }],
    ["livekit_unavailable", { status: 503, body: "" }],
  ] as const)("names an API that fails: %s", async (code, fate) => {
    using _ = fake.meet("ListRooms", fate);
    expect(told(await examine(check, { livekit: { ...key, url: fake.url } }))).toEqual([`problem ${code}`]);
  });

  it("says that it cannot be checked when nobody says where it is", async () => {
    const [finding] = await examine(check, {});
    expect(finding).toMatchObject({ level: "unknown", code: "cannot_check" });
    expect(finding?.found).toContain("LIVEKIT_URL");
  });
});

describe("the listing mode", () => {
  it("names LiveKit's store as the one that lists, and the setting that changes it", async () => {
    const [finding] = await examine(listingMode, { livekit: { ...key, url: fake.url } });
    expect(finding).toMatchObject({ level: "warning", code: "lists_by_store" });
    expect(finding?.change).toContain("enable_psrpc_for_get_list_participants: true");
  });

  it("cannot be told of a LiveKit that fails", async () => {
    using _ = fake.meet("*", { status: 500 });
    expect(told(await examine(listingMode, { livekit: { ...key, url: fake.url } }))).toEqual([
      "unknown cannot_check",
    ]);
  });
});
