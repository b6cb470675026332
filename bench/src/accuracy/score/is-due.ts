import { minute, type Instant } from "@rollcall/domain";
import type { Fault, Plan, TrueStay } from "@rollcall/domain/testing";

/** The promise: a lost leave has ended in the record so long after the true end. */
export const promisedMs = 2 * minute;

/** Whether the report is read so late after the end that the record must have it, had it been possible to ask. */
export const isAgo = ({ endedAt }: TrueStay, readAt: Instant): boolean =>
  endedAt !== null && endedAt + promisedMs <= readAt;

/** Whether LiveKit's media nodes and our own services could be asked from well before the end until it is promised. */
export function isDue({ endedAt }: TrueStay, { faults, startsAt }: Plan): boolean {
  if (endedAt === null) return false;
  const at = endedAt - startsAt;
  return !faults.some(
    ({ is, from, to }) => keepsFromAsking(is) && from < at + promisedMs && to > at - minute,
  );
}

/** Webhooks may be lost, lists may be wrong and nodes may die: as long as one answers, the promise stands. */
function keepsFromAsking(is: Fault["is"]): boolean {
  switch (is) {
    case "webhooks_lost":
    case "webhooks_late":
    case "receiver_down":
    case "receiver_hangs":
    case "receiver_defers":
    case "false_room_finished":
    case "room_deleted":
    case "node_killed":
    case "api_empty":
    case "api_partial":
    case "api_lags":
      return false;
    case "api_refused":
    case "api_hangs":
    case "api_busy":
    case "api_flaky":
    case "bus_down":
    case "verifier_down":
    case "attendance_down":
    case "node_paused":
    case "node_cut_off":
      return true;
  }
}
