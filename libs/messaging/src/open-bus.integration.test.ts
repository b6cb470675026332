import { createLogger } from "@rollcall/runtime";
import { freePort, startNats } from "@rollcall/servers";
import { expect, it } from "vitest";
import { openBus } from "./open-bus.ts";

const log = createLogger("test", { level: "silent" });

it("says plainly that NATS cannot be reached, without its credentials", async () => {
  const url = `nats://user:secret@127.0.0.1:${await freePort()}`;
  const opening = openBus({ url, name: "test", log, startLimitMs: 300 });
  const message = `NATS at ${url.replace("user:secret@", "***@")} could not be reached within 0.3 s: connection refused`;
  await expect(opening).rejects.toMatchObject({ code: "bus_unavailable", message });
});

it("tells since when NATS has been away, and comes back by itself", async () => {
  await using server = await startNats();
  await using bus = await openBus({ url: server.url, name: "test", log });
  expect([bus.isConnected(), bus.downSince()]).toEqual([true, undefined]);
  await server.kill();
  await expect.poll(() => bus.isConnected(), { timeout: 5000 }).toBe(false);
  expect(bus.downSince()).toBeLessThanOrEqual(Date.now());
  await server.restart();
  await expect.poll(() => bus.isConnected(), { timeout: 10_000 }).toBe(true);
  expect(bus.downSince()).toBeUndefined();
});

it("closes while NATS is away", async () => {
  await using server = await startNats();
  const bus = await openBus({ url: server.url, name: "test", log });
  await server.kill();
  await expect.poll(() => bus.isConnected(), { timeout: 5000 }).toBe(false);
  await bus[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
  expect(bus.nc.isClosed()).toBe(true);
});
