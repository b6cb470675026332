import { signWebhook } from "@rollcall/livekit/testing";
import { expect, it, vi } from "vitest";
import { joined, key, openIngress } from "../testing/open-ingress.ts";

it("lets a flood of forged webhooks write few lines, counts the rest, and leaves out no authentic one", async () => {
  await using ingress = await openIngress();
  const forged = { authorization: signWebhook({ ...key, apiSecret: "guess" }, "{}", Date.now()) };
  const answers = await Promise.all(Array.from({ length: 400 }, () => ingress.post(joined, forged)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect((await ingress.post(joined)).status).toBe(200);
  await vi.waitFor(() => expect(ingress.logged.at(-1)).toMatchObject({ result: "stored" }));
  expect(ingress.logged.length).toBeLessThan(350);
  const left = ingress.logged.map(({ unwritten }) => (typeof unwritten === "number" ? unwritten : 0));
  expect(left.reduce((sum, each) => sum + each, 0) + ingress.logged.length).toBe(401);
});

it("keeps no credential that a webhook carries", async () => {
  await using ingress = await openIngress();
  const ingressInfo = { ingressId: "IN_1", streamKey: "hush-stream", url: "rtmp://x/live" };
  await ingress.post({ ...joined, event: "ingress_started", ingressInfo });
  await ingress.post({
    ...joined,
    room: { turn_password: "hush-turn" },
    ingress_info: { stream_key: "hush" },
  });
  const kept = ingress.published.map(({ body }) => Buffer.from(body).toString());
  expect(kept).toHaveLength(2);
  expect(kept[0]).toContain('"url":"rtmp://x/live"');
  expect(JSON.stringify([ingress.published, ingress.logged])).not.toContain("hush");
  expect(kept.join()).not.toContain("hush");
});
