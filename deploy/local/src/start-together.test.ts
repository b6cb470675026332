import { once } from "node:events";
import { expect, it } from "vitest";
import { startTogether } from "./start-together.ts";

const fails = () => Promise.reject(new Error("wrong setting"));

it("runs all starts", async () => {
  const started: string[] = [];
  const start = (name: string) => async () => void started.push(name);
  await startTogether([start("ingress"), start("query")]);
  expect(started).toEqual(["ingress", "query"]);
});

it("aborts the others when one fails, awaits them, and rejects with the first failure", async () => {
  let isCleared = false;
  const waits = async (signal: AbortSignal) => {
    if (!signal.aborted) await once(signal, "abort");
    isCleared = true;
    throw new Error("aborted");
  };
  await expect(startTogether([waits, fails])).rejects.toThrow("wrong setting");
  expect(isCleared).toBe(true);
});
