import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { startRedis } from "./redis.ts";

async function ask(url: string, command: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${command}\r\n`);
  const [answer] = await once(socket, "data", { signal: AbortSignal.timeout(5000) });
  socket.destroy();
  return String(answer).trim();
}

it("keeps address and data over a kill and a restart", async () => {
  await using redis = await startRedis();
  const { url } = redis;
  expect(await ask(url, "SET lesson algebra")).toBe("+OK");
  await redis.kill();
  await redis.restart();
  expect(redis.url).toBe(url);
  expect(await ask(url, "GET lesson")).toBe("$7\r\nalgebra");
});

it("uses a given one", async () => {
  await using own = await startRedis();
  await using given = await startRedis({ url: own.url });
  expect(given.url).toBe(own.url);
});
