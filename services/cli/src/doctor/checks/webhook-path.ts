import { randomUUID } from "node:crypto";
import { controlRoomPrefix } from "@rollcall/domain";
import type { StoreReader } from "@rollcall/store";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { Installation } from "../installation.ts";
import { askUntil } from "./ask-until.ts";
import { lastWebhookAt, nextSequence, roomStartedOf, type StoredWebhook } from "./evidence-of-room.ts";

/** LiveKit's first attempts are at 0, 1, 3, 7 s. */
const storedWithinMs = 9_000;
const archivedWithinMs = 10_000;
const slowMs = 2_000;

/**
 * Opens a room of our own, and follows its `room_started` through ingress into EVIDENCE and the archive. It bears the
 * name of a control room: such rooms are in no report.
 */
export const webhookPath: Check = {
  name: "webhooks",
  limitMs: 30_000,
  async run(installation) {
    const [bus, rooms] = [await installation.bus(), installation.rooms()];
    const room = `${controlRoomPrefix}doctor-${randomUUID()}`;
    const from = await nextSequence(bus);
    const startedAt = performance.now();
    const made = await rooms.control(room);
    if (made !== "answered") throw new CannotCheck(`LiveKit makes no room (${reason(made)})`);
    try {
      const stored = await askUntil(() => roomStartedOf(bus, room, from), storedWithinMs);
      if (stored === null) return [missing(await lastWebhookAt(bus))];
      const storedMs = Math.round(performance.now() - startedAt);
      return [await follow(installation, stored, { startedAt, storedMs })];
    } finally {
      await rooms.remove(room);
    }
  },
};

interface Steps {
  readonly startedAt: number;
  readonly storedMs: number;
}

async function follow(
  installation: Installation,
  stored: StoredWebhook,
  { startedAt, storedMs }: Steps,
): Promise<Finding> {
  const store = await storeOrNull(installation);
  const archived =
    store !== null && (await askUntil(() => recordIn(store, stored.id), archivedWithinMs)) !== null;
  const archivedMs = Math.round(performance.now() - startedAt);
  if (store === null)
    return ok("webhook_stored", `${storedIn(storedMs)}; MongoDB cannot be asked.`, { storedMs });
  if (!archived) return notArchived(storedMs);
  const found = `${storedIn(storedMs)}, and readable in MongoDB after ${archivedMs} ms.`;
  const measured = { storedMs, archivedMs };
  if (archivedMs <= slowMs) return ok("webhook_arrives", found, measured);
  return warning("webhook_slow", {
    found,
    effect: "Joins and leaves show late. Their times are right: they come from LiveKit.",
    change: "See which step takes long: LiveKit's queue before ingress, or attendance and MongoDB after it.",
    measured,
  });
}

const storedIn = (ms: number) => `A room_started of our own was durable in EVIDENCE after ${ms} ms`;

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
      "livekit.yaml: webhook.urls must hold http://<ingress>:8081/livekit/webhook, webhook.api_key must be LIVEKIT_API_KEY (ingress refuses others with 401, which LiveKit takes for delivered), filter_params must let room_started through.",
    measured: { waitedMs: storedWithinMs },
  });

const notArchived = (storedMs: number): Finding =>
  problem("webhook_not_archived", {
    found: `${storedIn(storedMs)}, but not in MongoDB ${archivedWithinMs / 1000} s later.`,
    effect: "Evidence waits and nothing is lost, but the record stands still until attendance takes it.",
    change:
      "Start attendance, or see its log; NATS_URL and MONGODB_URL must be the same for it and for this command.",
    measured: { storedMs },
  });

const reason = (answer: "silent" | { readonly failed: string }): string =>
  answer === "silent" ? "no media node answers" : answer.failed;
