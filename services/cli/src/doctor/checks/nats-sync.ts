import { z } from "zod";
import { CannotCheck, type Check } from "../check.ts";
import { ok, unseen, warning, type Advice, type Finding } from "../finding.ts";
import { askHttp } from "./ask-http.ts";

const jsz = z.looseObject({
  config: z.looseObject({
    sync_interval: z.number().optional(),
    sync_always: z.boolean().optional(),
  }),
});

const advice: Omit<Advice, "found"> = {
  effect:
    "With the default of two minutes, a power failure takes webhooks that were answered with 200. Looks find the people again; the exact times are lost.",
  change: "nats.conf: jetstream { sync_interval: always }",
};

/** When JetStream writes to the disk; told by NATS' monitoring address alone. */
export const natsSync: Check = {
  name: "nats sync",
  limitMs: 5_000,
  async run({ settings: { natsMonitor } }) {
    if (natsMonitor === undefined) {
      const found =
        "NATS tells a client nothing of its sync interval; --nats-monitor <address> lets it be seen.";
      return [unseen("nats_sync_unseen", { found, ...advice })];
    }
    const answer = await askHttp(new URL("/jsz", natsMonitor));
    if (answer?.status !== 200) throw new CannotCheck(`NATS' monitoring at ${natsMonitor} cannot be read`);
    return [judgeSync(answer.text)];
  },
};

function judgeSync(answer: string): Finding {
  const { config } = jsz.parse(JSON.parse(answer));
  if (config.sync_always === true)
    return ok("nats_syncs_always", "JetStream is on the disk before it confirms.");
  const intervalMs = Math.round((config.sync_interval ?? 0) / 1e6);
  const found = `JetStream writes to the disk every ${intervalMs / 1000} s, and confirms before.`;
  return warning("nats_syncs_late", { found, ...advice, measured: { intervalMs } });
}
