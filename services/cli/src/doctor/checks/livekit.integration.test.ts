import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as pass } from "node:timers/promises";
import { startFakeLiveKit } from "@rollcall/livekit/testing";
import { expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { livekit } from "./livekit.ts";
import { listingMode } from "./listing-mode.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

it("names an API that answers late", async () => {
  const late = createServer((_request, response) => {
    void pass(1_100).then(() => response.setHeader("content-type", "application/json").end('{"rooms":[]}'));
  }).listen(0, "127.0.0.1");
  await once(late, "listening");
  const address = late.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}`;
  expect(told(await examine(livekit, { livekit: { ...key, url } }))).toEqual(["warning livekit_slow"]);
  late.close();
  late.closeAllConnections();
});

it("names an API that takes the call and hangs", async () => {
  await using fake = await startFakeLiveKit(key);
  using _ = fake.meet("*", "hang");
  const findings = await examine(livekit, { livekit: { ...key, url: fake.url } });
  expect(told(findings)).toEqual(["problem livekit_timeout"]);
});

it("is content when the media nodes list", async () => {
  await using fake = await startFakeLiveKit(key);
  const findings = await examine(listingMode, { livekit: { ...key, url: fake.url } });
  expect(told(findings)).toEqual(["ok lists_by_media_nodes"]);
});
