import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Key } from "@rollcall/livekit/testing";
import { postWebhook } from "./post-webhook.ts";
import type { Webhook } from "./webhook.ts";

/** Sends webhooks as LiveKit does, and writes down what was answered. */
export interface Sender {
  /** Ids of all that were answered with 2xx. */
  readonly acknowledged: ReadonlySet<string>;
  /** Ids of those given up after the last try. */
  readonly givenUp: ReadonlySet<string>;
  /** What went wrong on the way, and how often: `503`, `ECONNRESET`. */
  readonly failures: ReadonlyMap<string, number>;
  /** Authentic webhooks that were answered with 4xx, which LiveKit takes for delivered. */
  readonly refused: readonly string[];
  send(webhook: Webhook): void;
  /** Resolves when all are acknowledged or given up. Closes the connections. */
  drain(): Promise<void>;
}

/** LiveKit tries five times and waits so long between, or as long as `Retry-After` says. */
const waitsMs = [1_000, 2_000, 4_000, 8_000];

export function openSender(ingressUrl: string, key: Key): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const [acknowledged, givenUp, refused] = [new Set<string>(), new Set<string>(), new Array<string>()];
  const failures = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const deliver = async ({ id, body }: Webhook) => {
    for (const waitMs of [...waitsMs, null]) {
      const answer = await postWebhook(`${ingressUrl}/livekit/webhook`, key, body, agent);
      if (answer.is === "2xx") return void acknowledged.add(id);
      failures.set(answer.why, (failures.get(answer.why) ?? 0) + 1);
      if (answer.is === "4xx") return void refused.push(id);
      if (waitMs !== null) await pause(answer.retryAfterMs ?? waitMs);
    }
    givenUp.add(id);
  };
  return {
    ...{ acknowledged, givenUp, failures, refused },
    send(webhook) {
      const delivery = deliver(webhook).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
    async drain() {
      while (underWay.size > 0) await Promise.all(underWay);
      agent.destroy();
    },
  };
}
