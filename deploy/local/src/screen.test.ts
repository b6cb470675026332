import { expect, it } from "vitest";
import { screen, type ScreenContent } from "./screen.ts";

const content: ScreenContent = {
  ingressUrl: "http://127.0.0.1:8081",
  queryUrl: "http://127.0.0.1:8080",
  livekitUrl: "ws://127.0.0.1:7880",
  natsUrl: "nats://127.0.0.1:4222",
  mongodbUrl: "mongodb://rollcall:hidden@127.0.0.1:27017/",
  apiKey: "APIlessons",
  apiSecret: "a-secret",
  token: "abc.def.ghi",
  dataDir: "/data",
  isOwnLiveKit: true,
};

it("gives the link to look, the webhook and the settings of LiveKit", () => {
  const text = screen(content);
  expect(text).toContain("http://127.0.0.1:8080/#token=abc.def.ghi\n");
  expect(text).toContain('urls: ["http://127.0.0.1:8081/livekit/webhook"]');
  expect(text).toContain("api_key: APIlessons");
  expect(text).toContain("max_age: 10m, max_depth: 5000");
  expect(text).toContain("Ctrl-C");
});

it("shows no secret and no password", () => {
  const text = screen(content);
  expect(text).not.toContain("a-secret");
  expect(text).not.toContain("hidden");
});

it("says which LiveKit needs the settings when it is not ours", () => {
  const text = screen({ ...content, isOwnLiveKit: false, livekitUrl: "wss://live.school.example" });
  expect(text).toContain("Give the LiveKit at wss://live.school.example these settings");
});
