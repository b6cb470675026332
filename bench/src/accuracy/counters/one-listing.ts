import type { Poll } from "@rollcall/domain/testing";
import { applyWebhook } from "./apply-webhook.ts";
import { inOrder, isPoll } from "./in-order.ts";
import { end, reopen, rowsAt, type OpenRow, type OpenRows } from "./open-rows.ts";
import type { Count } from "./row.ts";
import { rowsShown } from "./shown-in.ts";

/**
 * Webhooks, and every 30 s a comparison with LiveKit's lists: whoever a list does not show is closed, as of the last
 * time that it did. A list that cannot be had closes nobody, nor does one that was asked for before somebody joined;
 * whoever is shown later is opened again.
 */
export const countOneListing: Count = (heard) => {
  const rows: OpenRows = new Map();
  for (const event of inOrder(heard)) {
    if (isPoll(event)) compare(rows, event);
    else applyWebhook(rows, event.evidence, event.at);
  }
  return rowsAt(rows, heard.endsAt);
};

function compare(rows: OpenRows, poll: Poll): void {
  for (const row of rowsShown(rows, poll)) reopen(row, poll.at);
  for (const row of rows.values()) {
    if (row.end === null && isMissing(row, poll)) end(row, row.shownAt, poll.at, false);
  }
}

function isMissing({ sid, room, shownAt }: OpenRow, { rooms, askedAt }: Poll): boolean {
  if (rooms === null || shownAt >= askedAt) return false;
  const listing = rooms.get(room);
  if (listing === undefined) return true;
  return listing.is === "listed" && !listing.participants.some((entry) => entry.sid === sid);
}
