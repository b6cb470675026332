import { createWebhookTokenReader } from "@rollcall/livekit";
import { sendWebhook } from "@rollcall/livekit/testing";
import { createLogger, listen } from "@rollcall/runtime";
import { createIngressApp, type IngressTools } from "../src/app.ts";
import type { EvidenceMessage } from "../src/evidence-message.ts";

export const key = { apiKey: "devkey", apiSecret: "0123456789abcdef0123456789abcdef" };

export const joined = {
  event: "participant_joined",
  room: { sid: "RM_algebra", name: "algebra-7", turnPassword: "hush" },
  participant: { sid: "PA_alice", identity: "kim", joinedAtMs: "1795354308950" },
  id: "EV_joined",
  createdAt: "1795354309",
};

export type IngressUnderTest = AsyncDisposable & {
  readonly url: string;
  /** Sends as LiveKit does, with other headers where given. */
  post(event: string | object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  readonly published: readonly EvidenceMessage[];
  readonly logged: readonly Readonly<Record<string, unknown>>[];
};

/** Ingress on a free port, with what it publishes and logs in memory. */
export async function openIngress(over: Partial<IngressTools> = {}): Promise<IngressUnderTest> {
  const published: EvidenceMessage[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const destination = { write: (line: string) => logged.push(JSON.parse(line)) };
  const app = createIngressApp({
    readToken: createWebhookTokenReader({ keys: { [key.apiKey]: key.apiSecret } }),
    publish: (message) => {
      published.push(message);
      return Promise.resolve({ duplicate: false });
    },
    bodyLimitBytes: 256 * 1024,
    downSince: () => undefined,
    log: createLogger("ingress", { destination }),
    ...over,
  });
  const listening = await listen(app, { port: 0, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${listening.port}/livekit/webhook`;
  return {
    url,
    published,
    logged,
    post: (event, headers = {}) =>
      sendWebhook(url, key, typeof event === "string" ? event : JSON.stringify(event), { headers }),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
