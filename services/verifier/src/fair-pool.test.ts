import { expect, it } from "vitest";
import { FairPool } from "./fair-pool.ts";

it("runs no more tasks at once than its size", async () => {
  const pool = new FairPool(3);
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, (_, n) => pool.run(`room-${n % 4}`, task)));
  expect({ most, running }).toEqual({ most: 3, running: 0 });
});

it("takes rooms in turn, so that a full one does not keep another waiting", async () => {
  const pool = new FairPool(1);
  const begun: string[] = [];
  const ask = (room: string) => pool.run(room, async () => void begun.push(room));
  const full = Array.from({ length: 5 }, () => ask("full"));
  await Promise.all([...full, ask("other")]);
  expect(begun).toEqual(["full", "full", "other", "full", "full", "full"]);
});

it("gives its place on when a task fails", async () => {
  const pool = new FairPool(1);
  const failing = pool.run("algebra", () => Promise.reject(new Error("no")));
  const next = pool.run("algebra", () => Promise.resolve("done"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
});
