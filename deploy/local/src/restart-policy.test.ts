import { expect, it } from "vitest";
import { afterDeath, restartPolicy } from "./restart-policy.ts";

const minute = 60_000;

it("waits longer after each death within a minute", () => {
  const deaths = [1000, 2000, 3000, 4000];
  const pauses = deaths.map((now, index) => afterDeath(deaths.slice(0, index + 1), now, restartPolicy));
  expect(pauses).toEqual([250, 500, 1000, 2000].map((pauseMs) => ({ is: "restart", pauseMs })));
});

it("gives up at the fifth death within a minute", () => {
  expect(afterDeath([1, 2, 3, 4, minute], minute, restartPolicy)).toEqual({ is: "give_up" });
});

it("forgets deaths that are longer ago", () => {
  const now = 10 * minute;
  expect(afterDeath([1, 2, 3, 4, now], now, restartPolicy)).toEqual({ is: "restart", pauseMs: 250 });
});
