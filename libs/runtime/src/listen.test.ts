import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
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
