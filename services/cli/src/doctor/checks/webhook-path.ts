import { randomUUID } from "node:crypto";
import { consumers } from "@rollcall/contracts";
import { controlRoomPrefix } from "@rollcall/domain";
import { untilHandled } from "@rollcall/messaging";
import type { StoreReader } from "@rollcall/store";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { Installation } from "../installation.ts";
import { askUntil } from "./ask-until.ts";
import { lastWebhookAt, nextSequence, roomStartedOf, type StoredWebhook } from "./evidence-of-room.ts";
import { measuredSteps, receivedMsOf, stepsText, type Steps } from "./webhook-steps.ts";

/** LiveKit's first attempts are at 0, 1, 3, 7 s. */
const storedWithinMs = 9_000;
const archivedWithinMs = 10_000;
const slowMs = 2_000;

/**
 * Opens a room of our own, and follows its `room_started` through ingress, EVIDENCE, the archive and the fold. It bears the
 * name of a control room: such rooms are in no report.
 */
export const webhookPath: Check = {
  name: "webhooks",
  limitMs: 30_000,
  async run(installation) {
    const [bus, rooms] = [await installation.bus(), installation.rooms()];
    const room = `${controlRoomPrefix}doctor-${randomUUID()}`;
    const from = await nextSequence(bus);
    const [askedAt, startedAt] = [Date.now(), performance.now()];
    const passed = () => Math.round(performance.now() - startedAt);
    const made = await rooms.control(room);
    if (made !== "answered") throw new CannotCheck(`LiveKit makes no room (${reason(made)})`);
    try {
      const stored = await askUntil(() => roomStartedOf(bus, room, from), storedWithinMs);
      if (stored === null) return [missing(await lastWebhookAt(bus))];
      const storedMs = passed();
      const receivedMs = receivedMsOf(stored.receivedAt, askedAt, storedMs);
      return [await follow(installation, stored, { receivedMs, storedMs }, passed)];
    } finally {
      await rooms.remove(room);
    }
  },
};

/** How long attendance may take with its ack, once what it acks can be read. */
const ackedWithinMs = 2_000;

async function follow(
  installation: Installation,
  { id, sequence }: StoredWebhook,
  stored: Pick<Steps, "receivedMs" | "storedMs">,
  passed: () => number,
): Promise<Finding> {
  const store = await storeOrNull(installation);
  if (store === null)
    return ok("webhook_stored", `${stepsText(stored)}; MongoDB cannot be asked.`, measuredSteps(stored));
  if ((await askUntil(() => recordIn(store, id), archivedWithinMs)) === null) return notArchived(stored);
  const archivedMs = passed();
  const isFolded = await untilHandled(
    await installation.bus(),
    consumers.attendance,
    sequence,
    ackedWithinMs,
  );
  const steps = { ...stored, archivedMs, foldedMs: isFolded ? passed() : undefined };
  const [found, measured] = [`${stepsText(steps)}.`, measuredSteps(steps)];
  if (archivedMs <= slowMs) return ok("webhook_arrives", found, measured);
  return warning("webhook_slow", {
    found,
    effect: "Joins and leaves show late. Their times are right: they come from LiveKit.",
    change: "See which step takes long: LiveKit's queue before ingress, or attendance and MongoDB after it.",
    measured,
  });
}

const recordIn = async (store: StoreReader, id: string) => (await store.records([id]))[0] ?? null;

async function storeOrNull(installation: Installation): Promise<StoreReader | null> {
  try {
    return await installation.store();
  } catch (error) {
    if (error instanceof CannotCheck) return null;
    throw error;
  }
}

const missing = (lastAt: Date | null): Finding =>
  problem("webhook_missing", {
    found: `No room_started came within ${storedWithinMs / 1000} s for a room that we opened; ${
      lastAt === null
        ? "no webhook is in EVIDENCE at all"
        : `the last webhook came at ${lastAt.toISOString()}`
    }.`,
    effect:
      "Joins and leaves are known by looks alone: bounds are as wide as the interval, and who comes and goes between two looks is missed.",
    change:
      "livekit.yaml: webhook.urls must hold http://<ingress>:8081/livekit/webhook, webhook.api_key must be LIVEKIT_API_KEY (ingress refuses others with 401, which LiveKit takes for delivered), filter_params must let room_started through; the NATS user of ingress must be allowed to publish evidence.webhook.>.",
    measured: { waitedMs: storedWithinMs },
  });

const notArchived = (stored: Steps): Finding =>
  problem("webhook_not_archived", {
    found: `${stepsText(stored)}, but was not in MongoDB ${archivedWithinMs / 1000} s later.`,
    effect: "Evidence waits and nothing is lost, but the record stands still until attendance takes it.",
    change:
      "Start attendance, or see its log; NATS_URL and MONGODB_URL must be the same for it and for this command.",
    measured: measuredSteps(stored),
  });

const reason = (answer: "silent" | { readonly failed: string }): string =>
  answer === "silent" ? "no media node answers" : answer.failed;
