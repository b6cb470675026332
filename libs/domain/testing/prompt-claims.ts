import type { Instant } from "../src/index.ts";
import type { Claim } from "./claims.ts";
import type { History } from "./history.ts";
import type { Fault } from "./plan.ts";
import { readings } from "./reading.ts";
import { isTwofold, type TrueStay } from "./truth.ts";

/** The promise: so long after its true end a stay has ended in the record, whether LiveKit told of it or not. */
const promisedMs = 120_000;
/** LiveKit still lists a session whose client vanished up to this long ago. */
const unnoticedMs = 22_000;

/** P2: an end ends in the record in time, as long as media nodes, verifier and attendance are there to find it. */
export function everyEndIsFound(history: History): readonly string[] {
  const due = history.truth.filter((stay) => isDue(stay, history));
  const wrong: string[] = [];
  const instants = due.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt, endedAt + promisedMs]));
  const knownAt = new Map<string, Instant>();
  for (const reading of readings(history, instants)) {
    for (const { sid, endedAt } of due) {
      const stay = reading.stays.get(sid);
      if (stay === undefined || endedAt === null) continue;
      if (!knownAt.has(sid)) knownAt.set(sid, reading.now);
      const isLate = reading.now === endedAt + promisedMs && (knownAt.get(sid) ?? Infinity) <= endedAt;
      if (isLate && stay.end === null) wrong.push(`${sid} has not ended ${promisedMs} ms after its end`);
    }
  }
  return wrong;
}

/** P2: after the true end credit grows no further than LiveKit itself goes on listing the session. */
export const creditStops: Claim = (reading, history) =>
  history.truth
    .filter((stay) => !stay.stalled && !isTwofold(stay, history.truth))
    .flatMap(({ sid, endedAt }) => {
      const credited = reading.stays.get(sid)?.credit.credited ?? [];
      const isAhead = endedAt !== null && credited.some(({ to }) => to > endedAt + unnoticedMs);
      return isAhead ? [`${sid} is credited long after its end`] : [];
    });

function isDue(stay: TrueStay, { plan, truth, endsAt }: History): boolean {
  const { endedAt } = stay;
  if (endedAt === null || endedAt + promisedMs > endsAt || stay.stalled) return false;
  return !isTwofold(stay, truth) && !plan.faults.some((fault) => disturbs(fault, endedAt - plan.startsAt));
}

/** Webhooks may do what they like, and a node may die: the promise stands as long as some node answers. */
const harmless: readonly Fault["is"][] = [
  "webhooks_lost",
  "webhooks_late",
  "false_room_finished",
  "node_killed",
];

const disturbs = ({ is, from, to }: Fault, end: number): boolean =>
  !harmless.includes(is) && from < end + promisedMs && to > end - promisedMs / 2;
