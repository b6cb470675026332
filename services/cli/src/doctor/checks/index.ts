import type { Check } from "../check.ts";
import { clock } from "./clock.ts";
import { consumers } from "./consumers.ts";
import { deadLetters } from "./dead-letters.ts";
import { indexes, mongodb } from "./mongodb.ts";
import { listingMode } from "./listing-mode.ts";
import { livekit } from "./livekit.ts";
import { nats } from "./nats.ts";
import { natsRights } from "./nats-rights.ts";
import { natsSync } from "./nats-sync.ts";
import { query } from "./query.ts";
import { services } from "./services.ts";
import { streams } from "./streams.ts";
import { unverified } from "./unverified.ts";
import { verifier } from "./verifier.ts";
import { webhookPath } from "./webhook-path.ts";
import { webhookQueue } from "./webhook-queue.ts";

/** In the order in which they are told: from LiveKit to the record. */
export const checks: readonly Check[] = [
  ...[livekit, listingMode, clock, webhookPath, webhookQueue],
  ...[nats, natsSync, natsRights, streams, consumers, deadLetters],
  ...[mongodb, indexes],
  ...[services, query, verifier, unverified],
];
