import { loadConfig } from "@rollcall/runtime";
import { expect, it } from "vitest";
import { configSchema } from "./config.ts";

const settings = {
  LIVEKIT_URL: "ws://127.0.0.1:7880",
  LIVEKIT_API_KEY: "school",
  LIVEKIT_API_SECRET: "secret",
  NATS_URL: "nats://127.0.0.1:4222",
  MONGODB_URL: "mongodb://127.0.0.1:27017/?replicaSet=rollcall",
};

it("looks every thirty seconds unless told otherwise", () => {
  expect(loadConfig(configSchema, settings)).toMatchObject({
    VERIFY_INTERVAL_MS: 30_000,
    VERIFIER_PORT: 8083,
  });
});

it("names every setting that is missing or wrong", () => {
  const wrong = { LIVEKIT_URL: "livekit", VERIFY_INTERVAL_MS: "999" };
  expect(() => loadConfig(configSchema, wrong)).toThrow(
    /LIVEKIT_URL[^]*LIVEKIT_API_KEY[^]*LIVEKIT_API_SECRET[^]*NATS_URL[^]*MONGODB_URL[^]*VERIFY_INTERVAL_MS/,
  );
});
