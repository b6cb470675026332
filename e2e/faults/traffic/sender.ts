import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { signWebhook, type Key } from "@rollcall/livekit/testing";
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
const answerLimitMs = 15_000;

export function openSender(ingressUrl: string, key: Key): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const [acknowledged, givenUp, refused] = [new Set<string>(), new Set<string>(), new Array<string>()];
  const failures = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const deliver = async ({ id, body }: Webhook) => {
    for (const waitMs of [...waitsMs, null]) {
      const answer = await post(`${ingressUrl}/livekit/webhook`, key, body, agent);
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

type Answer =
  | { readonly is: "2xx" }
  | { readonly is: "4xx"; readonly why: string }
  | { readonly is: "failed"; readonly why: string; readonly retryAfterMs: number | null };

function post(url: string, key: Key, body: string, agent: Agent): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const fail = (why: string, retryAfterMs: number | null = null) =>
    resolve({ is: "failed", why, retryAfterMs });
  const headers = {
    "content-type": "application/webhook+json",
    "content-length": Buffer.byteLength(body),
    authorization: signWebhook(key, body, Date.now()),
  };
  const signal = AbortSignal.timeout(answerLimitMs);
  const outgoing = request(url, { method: "POST", agent, headers, signal }, (answer) => {
    const { statusCode: status = 0, headers: given } = answer;
    answer.on("error", () => fail("broken answer"));
    answer.resume().on("end", () => {
      if (status < 300) return resolve({ is: "2xx" });
      if (status < 500) return resolve({ is: "4xx", why: String(status) });
      fail(String(status), Number(given["retry-after"] ?? Number.NaN) * 1_000 || null);
    });
  });
  outgoing.on("error", (error) => fail("code" in error ? String(error.code) : error.name)).end(body);
  return promise;
}
