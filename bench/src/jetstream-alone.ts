import { subjects } from "@rollcall/contracts";
import { createLogger } from "@rollcall/runtime";
import { openBus } from "@rollcall/messaging";
import type { SignedWebhook } from "./webhooks.ts";

const lastsMs = 3_000;

/** What JetStream itself can confirm: the same bodies published with so many in flight; messages a second. */
export async function publishAlone(
  url: string,
  inFlight: number,
  webhooks: readonly SignedWebhook[],
): Promise<number> {
  await using bus = await openBus({ url, name: "bench", log: createLogger("bench", { level: "warn" }) });
  const subject = subjects.webhook("participant_joined");
  const waiting = webhooks.values();
  const endsAt = performance.now() + lastsMs;
  let confirmed = 0;
  const publishInTurn = async () => {
    while (performance.now() < endsAt) {
      const { value } = waiting.next();
      if (value === undefined) throw new Error("Too few webhooks to publish");
      await bus.js.publish(subject, value.body, { msgID: value.id });
      confirmed += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, publishInTurn));
  return (confirmed * 1_000) / lastsMs;
}
