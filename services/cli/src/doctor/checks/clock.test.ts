import { startFakeLiveKit } from "@rollcall/livekit/testing";
import { expect, it } from "vitest";
import { examine } from "../../../testing/examine.ts";
import { clock } from "./clock.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

it.each([
  [0, "ok", "clocks_agree", /within 0\.\d+ s of ours/],
  [5_000, "warning", "clocks_differ", /[45]\.\d+ s to [456]\.\d+ s ahead of ours/],
  [-5_000, "warning", "clocks_differ", /4\.\d+ s to [56]\.\d+ s behind ours/],
  [90_000, "problem", "clocks_far_apart", /ahead of ours/],
])("a LiveKit %i ms ahead of us: %s", async (aheadMs, level, code, text) => {
  await using fake = await startFakeLiveKit({ ...key, clockAheadMs: () => aheadMs });
  const [finding] = await examine(clock, { livekit: { ...key, url: fake.url } });
  expect(finding).toMatchObject({ level, code, found: expect.stringMatching(text) });
  expect(finding?.change ?? "none").toMatch(level === "ok" ? /^none$/ : /NTP/);
});

it("says that it cannot be checked when LiveKit tells no time", async () => {
  const [finding] = await examine(clock, { livekit: { ...key, url: "http://127.0.0.1:9" } });
  expect(finding).toMatchObject({ level: "unknown", code: "cannot_check" });
});
