import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { RoomServiceClient } from "livekit-server-sdk";
import { expect, it, vi } from "vitest";
import { freePort } from "./free-ports.ts";
import { startLiveKit } from "./livekit.ts";
import { startRedis } from "./redis.ts";
import type { Server } from "./server.ts";

const key = { apiKey: "lessons", apiSecret: "a-secret-of-at-least-32-characters" };

function roomsOf(server: Server): RoomServiceClient {
  return new RoomServiceClient(server.url.replace("ws", "http"), key.apiKey, key.apiSecret);
}

/** Receives webhooks and keeps their bodies. */
async function receiveWebhooks(): Promise<
  AsyncDisposable & { readonly url: string; readonly bodies: string[] }
> {
  const bodies: string[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push(await text(request));
    response.end();
  };
  const server = createServer((request, response) => void receive(request, response));
  const port = await freePort();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}/livekit/webhook`, bodies, [Symbol.asyncDispose]: close };
}

it("accepts its key and sends webhooks, also after a kill and a restart", async () => {
  await using receiver = await receiveWebhooks();
  await using livekit = await startLiveKit({ ...key, webhookUrls: [receiver.url] });
  await roomsOf(livekit).createRoom({ name: "monday" });
  await vi.waitFor(() => expect(receiver.bodies.join()).toContain("monday"), 10_000);
  const { url, pid } = livekit;
  await livekit.kill();
  await livekit.restart();
  expect(livekit.url).toBe(url);
  expect(livekit.pid).not.toBe(pid);
  expect(await roomsOf(livekit).listRooms()).toEqual([]);
  await roomsOf(livekit).createRoom({ name: "tuesday" });
  await vi.waitFor(() => expect(receiver.bodies.join()).toContain("tuesday"), 10_000);
});

it("lists participants from the media nodes, or from the store when asked to", async () => {
  await using nodes = await startLiveKit(key);
  await using store = await startLiveKit({ ...key, lists: "store" });
  await expect(roomsOf(nodes).listParticipants("nowhere")).rejects.toMatchObject({ status: 503 });
  expect(await roomsOf(store).listParticipants("nowhere")).toEqual([]);
});

it("is one LiveKit with the other nodes on a Redis", async () => {
  await using redis = await startRedis();
  const node = (region: string) => startLiveKit({ ...key, cluster: { redisUrl: redis.url, region } });
  await using north = await node("north");
  await using south = await node("south");
  await roomsOf(north).createRoom({ name: "monday" });
  expect((await roomsOf(south).listRooms()).map(({ name }) => name)).toEqual(["monday"]);
});

it("tells the last lines of a server that does not start", async () => {
  const failing = startLiveKit({ ...key, extraYaml: "no_such_key: true" });
  await expect(failing).rejects.toThrow(/livekit-server ended before it was ready[^]*no_such_key/);
});
