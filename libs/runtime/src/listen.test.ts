import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { expect, it } from "vitest";
import { ConfigProblems } from "./config.ts";
import { listen } from "./listen.ts";

const host = "127.0.0.1";

it("finishes the request under way, then refuses new ones", async () => {
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const app = express().get("/slow", async (_request, response) => {
    entered.resolve();
    await released.promise;
    response.send("done");
  });
  const server = await listen(app, { port: 0, host });
  const agent = new Agent({ keepAlive: true });
  const request = get({ host, port: server.port, path: "/slow", agent });
  await entered.promise;
  const stopped = server[Symbol.asyncDispose]();
  released.resolve();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  expect(await text(response)).toBe("done");
  await stopped;
  await server[Symbol.asyncDispose]();
  await expect(fetch(`http://${host}:${server.port}/slow`)).rejects.toThrow("fetch failed");
  agent.destroy();
});

it("cuts a request that never ends", async () => {
  const entered = Promise.withResolvers<void>();
  const app = express().get("/endless", () => entered.resolve());
  const server = await listen(app, { port: 0, host, stopWithinMs: 20 });
  const request = get({ host, port: server.port, path: "/endless" });
  const failed = once(request, "error");
  await entered.promise;
  await server[Symbol.asyncDispose]();
  expect(await failed).toMatchObject([{ code: "ECONNRESET" }]);
});

it("says which setting holds a port that is taken", async () => {
  await using taken = await listen(express(), { port: 0, host });
  const second = listen(express(), { port: taken.port, host, setting: "INGRESS_PORT" });
  await expect(second).rejects.toThrow(
    new ConfigProblems([`INGRESS_PORT: port ${host}:${taken.port} is already in use`]),
  );
});

/** What a client hears that sends this and then waits, until the server closes. */
async function heardAfter(port: number, sent: string): Promise<string> {
  const socket = connect(port, host);
  socket.write(sent);
  return text(socket);
}

it.each([
  ["nothing", ""],
  ["half a head", "POST / HTTP/1.1\r\nhost: x\r\n"],
  ["half a body", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf"],
])("cuts a connection on which %s comes in time", async (_, sent) => {
  const app = express().use(express.text({ type: () => true }));
  const limits = { requestTimeoutMs: 50, headersTimeoutMs: 50 };
  await using server = await listen(app, { port: 0, host, ...limits });
  expect(await heardAfter(server.port, sent)).toMatch(/^(HTTP\/1.1 408 |HTTP\/1.1 400 |$)/);
});

it("answers nothing with 408 that waited through a stall of ours, when told to cut what is broken", async () => {
  const app = express().post("/", (_request, response) => void response.send("taken"));
  await using server = await listen(app, { port: 0, host, headersTimeoutMs: 50, cutsBrokenRequests: true });
  const socket = connect(server.port, host);
  await once(socket, "connect");
  let heard = "";
  socket.on("data", (data) => (heard += data.toString())).on("error", () => {});
  // Another's answer: by then the first connection has been taken.
  await fetch(`http://${host}:${server.port}/`);
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  await new Promise((closed) => socket.once("close", closed));
  expect(heard).not.toMatch(/^HTTP\/1.1 4/);
});

it.each(["POST / HTTP/1.1\r\nhost: x\r\n", "nonsense\r\n\r\n"])(
  "says nothing to %j when told to cut what is broken",
  async (sent) => {
    await using server = await listen(express(), {
      port: 0,
      host,
      headersTimeoutMs: 50,
      cutsBrokenRequests: true,
    });
    expect(await heardAfter(server.port, sent).catch(() => "")).toBe("");
  },
);

it("takes no more connections than it may, and others again when one has gone", async () => {
  const app = express().get("/", (_request, response) => void response.send("here"));
  await using server = await listen(app, { port: 0, host, mostConnections: 1 });
  const first = connect(server.port, host);
  await once(first, "connect");
  expect(await heardAfter(server.port, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").catch(() => "")).toBe("");
  first.destroy();
  await expect
    .poll(() => heardAfter(server.port, "GET / HTTP/1.0\r\n\r\n").catch(() => ""))
    .toContain("here");
});
