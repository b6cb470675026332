import { createWebhookTokenReader } from "@rollcall/livekit";
import { expect, it } from "vitest";
import { sendWebhook } from "@rollcall/livekit/testing";
import { joined, key as old, openIngress } from "../testing/open-ingress.ts";

const fresh = { apiKey: "school-2027", apiSecret: "fedcba9876543210fedcba9876543210" };
const believing = (...keys: readonly (typeof old)[]) =>
  createWebhookTokenReader({ keys: Object.fromEntries(keys.map((key) => [key.apiKey, key.apiSecret])) });

it("loses nothing while keys are changed over one instance after the other, and believes the old key no longer", async () => {
  // Two instances behind one address; each is replaced twice, while LiveKit goes on.
  const published: string[] = [];
  const open = (readToken: ReturnType<typeof believing>) =>
    openIngress({
      readToken,
      publish: async ({ id }) => {
        published.push(id);
        return { duplicate: false };
      },
    });
  await using ingresses = new AsyncDisposableStack();
  const start = async (...keys: readonly (typeof old)[]) => ingresses.use(await open(believing(...keys)));
  const instances = [await start(old), await start(old)];
  let signing = old;
  let sent = 0;
  const answers: number[] = [];
  const send = async (count: number) => {
    const turns = Array.from({ length: count }, async () => {
      const number = sent++;
      const instance = instances[number % instances.length];
      const id = `EV_${number}`;
      const answer = await sendWebhook(instance?.url ?? "", signing, { ...joined, id });
      answers.push(answer.status);
    });
    await Promise.all(turns);
  };
  const replace = async (...keys: readonly (typeof old)[]) => {
    for (const place of instances.keys()) {
      const [replacement] = await Promise.all([start(...keys), send(30)]);
      instances[place] = replacement;
      await send(30);
    }
  };
  await replace(old, fresh);
  signing = fresh;
  await send(60);
  await replace(fresh);
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(new Set(published).size).toBe(sent);
  signing = old;
  answers.length = 0;
  await send(10);
  expect(new Set(answers)).toEqual(new Set([401]));
});
