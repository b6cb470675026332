import { inject, expect, it } from "vitest";
import { startNats } from "./nats.ts";

it("hands the shared addresses to integration tests", () => {
  expect(inject("natsUrl")).toMatch(/^nats:/);
  expect(inject("mongodbUrl")).toMatch(/^mongodb:/);
});

it("keeps port and data over a kill and a restart", async () => {
  await using nats = await startNats();
  const { url, pid } = nats;
  await nats.kill();
  expect(nats.pid).toBeUndefined();
  await nats.restart();
  expect(nats.url).toBe(url);
  expect(nats.pid).not.toBe(pid);
});
