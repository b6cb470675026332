import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort, freePorts, isPortTaken } from "./free-ports.ts";

it("gives different ports that nobody listens on", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(await Promise.all(ports.map(isPortTaken))).not.toContain(true);
});

it("tells that a port is taken on any address", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect(await isPortTaken(port)).toBe(true);
  server.close();
});
