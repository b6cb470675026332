import { createWebhookVerifier } from "@rollcall/livekit";
import { WebhookReceiver } from "livekit-server-sdk";
import { keys, signedWebhooks } from "./webhooks.ts";
import type { Figure } from "./figure.ts";

const measureMs = 2_000;

/** Verified webhooks a second: ours beside the SDK's receiver, in turns within one process. */
export async function benchVerification(): Promise<Figure[]> {
  const webhooks = signedWebhooks(500, "verify");
  const verify = createWebhookVerifier({ keys: { [keys.apiKey]: keys.apiSecret } });
  const receiver = new WebhookReceiver(keys.apiKey, keys.apiSecret);
  const raw = webhooks.map(({ authorization, body }) => ({ authorization, body: Buffer.from(body) }));
  const ours = () => {
    for (const { authorization, body } of raw) {
      const verdict = verify({ authorization, body, now: Date.now() });
      if (!verdict.ok) throw new Error(verdict.code);
    }
  };
  const theirs = async () => {
    for (const { authorization, body } of raw) await receiver.receive(body.toString(), authorization);
  };
  await rate(ours, 500);
  await rate(theirs, 500);
  const perSecond = { ours: await rate(ours, measureMs), theirs: await rate(theirs, measureMs) };
  return [
    { what: "webhooks verified a second", value: `${Math.round(perSecond.ours * webhooks.length)}` },
    { what: "the SDK's receiver", value: `${Math.round(perSecond.theirs * webhooks.length)}` },
    { what: "ratio", value: (perSecond.ours / perSecond.theirs).toFixed(1), aim: "at least 10" },
  ];
}

/** Rounds a second. */
async function rate(round: () => unknown, forMs: number): Promise<number> {
  const begin = performance.now();
  let rounds = 0;
  while (performance.now() - begin < forMs) {
    await round();
    rounds += 1;
  }
  return rounds / ((performance.now() - begin) / 1_000);
}
