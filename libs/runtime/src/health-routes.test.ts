import express from "express";
import { expect, it } from "vitest";
import { healthRoutes, type HealthChecks } from "./health-routes.ts";
import { listen } from "./listen.ts";

async function ask(checks: HealthChecks, path: string) {
  await using server = await listen(express().use(healthRoutes(checks)), { port: 0, host: "127.0.0.1" });
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, body: await response.json() };
}

it("is ready when every check passes", async () => {
  expect(await ask({ nats: () => true, mongodb: () => Promise.resolve(true) }, "/readyz")).toEqual({
    status: 200,
    body: { status: "ready" },
  });
});

it("names the checks that fail or throw", async () => {
  const checks = { nats: () => false, mongodb: () => Promise.reject(new Error("away")), livekit: () => true };
  expect(await ask(checks, "/readyz")).toEqual({
    status: 503,
    body: { status: "unready", failing: ["nats", "mongodb"] },
  });
});

it("is alive whatever the checks say", async () => {
  expect(await ask({ nats: () => false }, "/healthz")).toEqual({ status: 200, body: { status: "alive" } });
});
