import { applyWebhook } from "./apply-webhook.ts";
import { rowsAt, type OpenRows } from "./open-rows.ts";
import type { Count } from "./row.ts";

/**
 * From `participant_joined` to `participant_left`, as most systems count. A room that finished ends whoever is left in
 * it, and so does a newer session of the same person; a row that nothing ends runs on.
 */
export const countWebhooks: Count = ({ deliveries, endsAt }) => {
  const rows: OpenRows = new Map();
  for (const { at, evidence } of deliveries) applyWebhook(rows, evidence, at);
  return rowsAt(rows, endsAt);
};
