import { request, type Agent } from "node:http";
import { signWebhook, type Key } from "@rollcall/livekit/testing";

const answerLimitMs = 15_000;

export type Answer =
  | { readonly is: "2xx" }
  | { readonly is: "4xx"; readonly why: string }
  | { readonly is: "failed"; readonly why: string; readonly retryAfterMs: number | null };

/** Posts a body once, signed, over the agent's connections. Never rejects. */
export function postWebhook(url: string, key: Key, body: string, agent: Agent): Promise<Answer> {
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
