import { expect, it } from "vitest";
import { stopInOrder, stopOrder } from "./stop-order.ts";

const stopLimitMs = 15_000;

it("leaves everybody together less time than a stop may take", () => {
  const longest = stopOrder.reduce((sum, step) => sum + step.graceMs, 0);
  expect(longest).toBeLessThan(stopLimitMs);
});

it("stops services before servers, one after the other, and goes on when one cannot be stopped", async () => {
  const stopped: string[] = [];
  const told: string[] = [];
  const running = [
    "mongod",
    "query",
    "nats-server",
    "attendance",
    "livekit-server",
    "ingress",
    "verifier",
  ].map((name) => ({
    name,
    stop: async () => {
      stopped.push(name);
      if (name === "verifier") throw new Error("it is stuck");
    },
  }));
  await stopInOrder(running, (text) => told.push(text));
  expect(stopped).toEqual([
    "ingress",
    "verifier",
    "attendance",
    "query",
    "livekit-server",
    "nats-server",
    "mongod",
  ]);
  expect(told).toEqual(["verifier could not be stopped: it is stuck"]);
});
