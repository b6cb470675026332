import { CodedError } from "@rollcall/contracts";
import { createWebhookVerifier } from "@rollcall/livekit";
import { signWebhook } from "@rollcall/livekit/testing";
import { createLogger, listen } from "@rollcall/runtime";
import { expect, it, onTestFinished } from "vitest";
import { createIngressApp, type IngressTools } from "./app.ts";
import type { EvidenceMessage } from "./evidence-message.ts";

const key = { apiKey: "devkey", apiSecret: "a-secret-of-at-least-32-characters" };
const joined = JSON.stringify({
  event: "participant_joined",
  room: { sid: "RM_algebra", name: "algebra-7", turnPassword: "hush" },
  participant: { sid: "PA_alice", identity: "alice", joinedAtMs: "1795354308950" },
  id: "EV_joined",
  createdAt: "1795354309",
});

async function openIngress(over: Partial<IngressTools> = {}) {
  const stored: EvidenceMessage[] = [];
  const app = createIngressApp({
    verify: createWebhookVerifier({ keys: { [key.apiKey]: key.apiSecret } }),
    publish: (message) => {
      stored.push(message);
      return Promise.resolve({ duplicate: false });
    },
    downSince: () => undefined,
    log: createLogger("ingress", { level: "silent" }),
    ...over,
  });
  const listening = await listen(app, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => listening[Symbol.asyncDispose]());
  const url = `http://127.0.0.1:${listening.port}/livekit/webhook`;
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/webhook+json",
        authorization: signWebhook(key, body, Date.now()),
        ...headers,
      },
    });
  return { url, post, stored };
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

it("answers 200 with an empty body when the webhook is stored, without the credential in it", async () => {
  const { post, stored } = await openIngress();
  const answer = await post(joined);
  expect([answer.status, await answer.text(), answer.headers.get("content-length")]).toEqual([200, "", "0"]);
  expect(stored).toMatchObject([{ id: "EV_joined", subject: "evidence.webhook.participant_joined" }]);
  expect(String(stored[0]?.body)).not.toContain("hush");
  expect(JSON.parse(String(stored[0]?.body))).toMatchObject({ room: { name: "algebra-7" } });
});

const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

it.each([
  ["an event of tomorrow", '{"event":"hologram_started","id":"EV_1"}', "hologram_started", "EV_1"],
  ["no JSON", "\u0000\u0001", "unknown", sha256],
  ["a list", "[]", "unknown", sha256],
  ["an event that no subject can hold", '{"event":"a.>","id":"EV_2"}', "unknown", "EV_2"],
  ["an id that no header can hold", '{"event":"room_started","id":"a\\nb"}', "room_started", sha256],
])("stores what is authentic and of an unknown shape: %s", async (_, body, event, id) => {
  const { post, stored } = await openIngress();
  expect((await post(body)).status).toBe(200);
  expect(stored).toMatchObject([{ about: { event }, id }]);
});

it("answers 503 with the age of the outage when it cannot be stored", async () => {
  const { post } = await openIngress({
    publish: () => Promise.reject(new CodedError("bus_unavailable")),
    downSince: () => Date.now() - 12_500,
  });
  const answer = await post(joined);
  expect([answer.status, answer.headers.get("retry-after"), await codeOf(answer)]).toEqual([
    503,
    "13",
    "bus_unavailable",
  ]);
});

it("answers 503 and not 4xx when a bug keeps an authentic webhook from being stored", async () => {
  const { post } = await openIngress({ publish: () => Promise.reject(new TypeError("a bug")) });
  const answer = await post(joined);
  expect([answer.status, await codeOf(answer)]).toEqual([503, "unexpected_error"]);
});

it.each([
  [
    "a forged signature",
    { authorization: signWebhook({ ...key, apiSecret: "guess" }, joined, Date.now()) },
    401,
  ],
  ["a token for another body", { authorization: signWebhook(key, "{}", Date.now()) }, 401],
  ["no token", { authorization: "" }, 401],
  ["another content type", { "content-type": "text/plain" }, 415],
  ["a compressed body", { "content-encoding": "gzip" }, 415],
])("stores nothing from strangers: %s", async (_, headers, status) => {
  const { post, stored } = await openIngress();
  const answer = await post(joined, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(stored).toEqual([]);
});

it("refuses a body over 256 KB", async () => {
  const { post } = await openIngress();
  expect((await post("x".repeat(256 * 1024 + 1))).status).toBe(413);
});

it("takes POST alone", async () => {
  const { url } = await openIngress();
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get("allow"), await codeOf(answer)]).toEqual([
    405,
    "POST",
    "method_not_allowed",
  ]);
});
