import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

it("needs no settings", () => {
  expect(readSettings({})).toMatchObject({
    INGRESS_PORT: 8081,
    QUERY_PORT: 8080,
    VERIFY_INTERVAL_MS: 30_000,
    DATA_DIR: ".rollcall",
  });
});

it("counts an empty variable as unset", () => {
  expect(readSettings({ LIVEKIT_URL: "", QUERY_PORT: "" })).toMatchObject({ QUERY_PORT: 8080 });
});

it("names every problem at once", () => {
  const env = {
    LIVEKIT_URL: "ftp://somewhere",
    NATS_URL: "here",
    QUERY_PORT: "http",
    VERIFY_INTERVAL_MS: "1",
  };
  const names = ["LIVEKIT_URL", "NATS_URL", "QUERY_PORT", "VERIFY_INTERVAL_MS", "LIVEKIT_API_KEY"];
  for (const name of [...names, "LIVEKIT_API_SECRET"]) expect(() => readSettings(env)).toThrow(name);
});

it("wants key and secret together", () => {
  expect(() => readSettings({ LIVEKIT_API_KEY: "lessons" })).toThrow(
    "LIVEKIT_API_SECRET is not set: it is needed with LIVEKIT_API_KEY",
  );
});

it("refuses a secret that our own LiveKit would refuse", () => {
  expect(() => readSettings({ LIVEKIT_API_KEY: "lessons", LIVEKIT_API_SECRET: "short" })).toThrow(
    "32 characters",
  );
});

it("refuses one port for two services", () => {
  expect(() => readSettings({ INGRESS_PORT: "8080" })).toThrow("INGRESS_PORT: is 8080, as QUERY_PORT is");
});
