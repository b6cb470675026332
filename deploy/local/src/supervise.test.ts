import { expect, it, vi } from "vitest";
import type { Exit } from "@rollcall/servers";
import type { RestartPolicy } from "./restart-policy.ts";
import { supervise, type Child, type Run } from "./supervise.ts";

const policy: RestartPolicy = { deaths: 5, windowMs: 60_000, firstPauseMs: 1, longestPauseMs: 1 };
const crash: Exit = { code: 7, signal: null };

/** A child whose lives are in the hands of the test. */
class Puppet implements Child {
  readonly name = "query";
  starts = 0;
  stops = 0;
  failsToStart = false;
  #end: (exit: Exit) => void = () => undefined;

  start(): Promise<Run> {
    this.starts += 1;
    if (this.failsToStart) return Promise.reject(new Error("port is taken"));
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.#end = resolve;
    return Promise.resolve({ exited: promise, lastLines: () => [`life ${this.starts}`] });
  }

  stop(): Promise<void> {
    this.stops += 1;
    this.#end({ code: 0, signal: null });
    return Promise.resolve();
  }

  die(): void {
    this.#end(crash);
  }
}

function watch(child: Puppet) {
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  return { told, supervising: supervise(child, { tell, policy, signal: new AbortController().signal }) };
}

it("starts a child that died again, and says so", async () => {
  const child = new Puppet();
  const { told, supervising } = watch(child);
  const supervised = await supervising;
  child.die();
  await vi.waitFor(() => expect(told).toContain("query is back"), 10_000);
  expect(told[0]).toBe("query ended with code 7; it is started again in 0.001 s");
  await supervised.stop(100);
});

it("gives up after five deaths, with the last lines", async () => {
  const child = new Puppet();
  const { supervising } = watch(child);
  const supervised = await supervising;
  for (const life of [1, 2, 3, 4, 5]) {
    await vi.waitFor(() => expect(child.starts).toBe(life), 10_000);
    child.die();
  }
  expect(await supervised.failed).toEqual({ name: "query", why: "ended with code 7", lastLines: ["life 5"] });
  await supervised.stop(100);
  expect(child.starts).toBe(5);
});

it("counts a failing restart as a death", async () => {
  const child = new Puppet();
  const { supervising } = watch(child);
  const supervised = await supervising;
  child.failsToStart = true;
  child.die();
  expect((await supervised.failed).why).toBe("could not be started (port is taken)");
});

it("rejects when the first start fails, without trying again", async () => {
  const child = new Puppet();
  child.failsToStart = true;
  await expect(watch(child).supervising).rejects.toThrow("port is taken");
  expect(child.starts).toBe(1);
});

it("starts nothing any more once it is stopped", async () => {
  const child = new Puppet();
  const { told, supervising } = watch(child);
  const supervised = await supervising;
  await Promise.all([supervised.stop(100), supervised.stop(100)]);
  expect(child.starts).toBe(1);
  expect(told).toEqual([]);
});
