import { second, type Instant } from "@rollcall/domain";
import { applyWebhook } from "./apply-webhook.ts";
import { inOrder, isPoll } from "./in-order.ts";
import { end, reopen, rowsAt, type OpenRows } from "./open-rows.ts";
import type { Count } from "./row.ts";
import { rowsShown } from "./shown-in.ts";

/** Two polls may fail. */
export const timeToLiveMs = 60 * second;

/**
 * The usual presence design: an entry with a time to live of 60 s, renewed by the `joined` webhook and by every list
 * that shows the session (a poll each 30 s), removed by the `left`. An entry that expires ended when it was last
 * renewed; one that is renewed later goes on where it was.
 */
export const countHeartbeat: Count = (heard) => {
  const rows: OpenRows = new Map();
  const renewedAt = new Map<string, Instant>();
  for (const event of inOrder(heard)) {
    expire(rows, renewedAt, event.at);
    if (isPoll(event)) {
      for (const row of rowsShown(rows, event)) {
        reopen(row, event.at);
        renewedAt.set(row.sid, event.at);
      }
    } else {
      applyWebhook(rows, event.evidence, event.at);
      if (event.evidence.kind === "participant_joined")
        renewedAt.set(event.evidence.participant.sid, event.at);
    }
  }
  expire(rows, renewedAt, heard.endsAt);
  return rowsAt(rows, heard.endsAt);
};

function expire(rows: OpenRows, renewedAt: Map<string, Instant>, now: Instant): void {
  for (const [sid, renewed] of renewedAt) {
    if (now < renewed + timeToLiveMs) continue;
    renewedAt.delete(sid);
    const row = rows.get(sid);
    if (row !== undefined) end(row, row.shownAt, renewed + timeToLiveMs, false);
  }
}
