import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { SignedWebhook } from "./webhooks.ts";

/**
 * Posts webhooks evenly in time, as rooms send them, whether or not earlier ones are answered, and gives each one's
 * time to the answer in ms, sorted. (autocannon's own rate sends each second's share in one burst.)
 */
export async function postEvenly(
  url: string,
  webhooks: readonly SignedWebhook[],
  perSecond: number,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times = await evenly(webhooks, perSecond, (webhook) => postOne(url, webhook, agent));
  agent.destroy();
  return times.toSorted((a, b) => a - b);
}

/** Begins something with each, so many a second, whether or not earlier ones are done; resolves when all are. */
export async function evenly<Item, Result>(
  items: readonly Item[],
  perSecond: number,
  begin: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const startedAt = performance.now();
  const results: Promise<Result>[] = [];
  for (const [number, item] of items.entries()) {
    const early = startedAt + (number * 1_000) / perSecond - performance.now();
    if (early > 1) await delay(early);
    results.push(begin(item));
  }
  return Promise.all(results);
}

/** Time from the first byte to the answer, in ms; rejects when that is not 200. */
export function postOne(url: string, { body, authorization }: SignedWebhook, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const startedAt = performance.now();
  const headers = {
    "content-type": "application/webhook+json",
    "content-length": Buffer.byteLength(body),
    authorization,
  };
  const outgoing = request(`${url}/livekit/webhook`, { method: "POST", agent, headers }, (answer) => {
    answer.resume().on("end", () => {
      if (answer.statusCode === 200) resolve(performance.now() - startedAt);
      else reject(new Error(`answered with ${answer.statusCode}`));
    });
  });
  outgoing.on("error", reject).end(body);
  return promise;
}

/** The value below which this share of the sorted values lies. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
