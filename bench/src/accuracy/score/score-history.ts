import { lengthOf, minute, type Instant } from "@rollcall/domain";
import {
  chanceFrom,
  simulatePolled,
  type Delivery,
  type Reading,
  type Records,
} from "@rollcall/domain/testing";
import { countHeartbeat } from "../counters/heartbeat.ts";
import { countOneListing } from "../counters/one-listing.ts";
import { countRollcall } from "../counters/rollcall.ts";
import { countWebhooks } from "../counters/webhooks-only.ts";
import type { Drawn } from "../mix/plan-at.ts";
import { scoreReading, scoreReport } from "./score-readings.ts";
import { scoreWay } from "./score-way.ts";
import type { Tally } from "./tally.ts";
import { truthOf } from "./true-people.ts";

/** A history that was scored: what was heard, the documents that it gave, and when the report is read. */
export interface Scored {
  readonly deliveries: readonly Delivery[];
  readonly records: Records;
  readonly endsAt: Instant;
}

/** How often somebody reads while a history goes on, at random instants, beside the report at last. */
export const readingsPerHistory = 12;

/** People read until so long after the last one has gone. */
const curiousMs = 3 * minute;

/** Lets one history happen, counts it in four ways, and adds how each did. Says what was heard and recorded. */
export function scoreHistory({ certainty, figures, sums }: Tally, drawn: Drawn): Scored {
  const history = simulatePolled(drawn.plan);
  const truth = truthOf(history);
  const known = {
    truth: new Map(history.truth.map((stay) => [stay.sid, stay])),
    standsForMs: Math.round((drawn.endsAt + curiousMs) / readingsPerHistory),
    isOrdinary: drawn.trouble === "none",
  };
  const read = (reading: Reading) => scoreReading(certainty, reading, known);
  const rollcall = countRollcall(history, { at: instantsOf(drawn), read });
  scoreReading(certainty, rollcall.last, { ...known, standsForMs: 0 });
  scoreReport(certainty, rollcall.last);
  scoreWay(figures.webhooks, countWebhooks(history), history, truth);
  scoreWay(figures.oneListing, countOneListing(history), history, truth);
  scoreWay(figures.heartbeat, countHeartbeat(history), history, truth);
  scoreWay(figures.rollcall, rollcall.rows, history, truth);
  sums.histories += 1;
  sums.people += truth.people.length;
  sums.stays += truth.stays.length;
  sums.trueMs += Math.round(truth.people.reduce((sum, { spans }) => sum + lengthOf(spans), 0));
  sums.deliveries += history.deliveries.length;
  return { deliveries: history.deliveries, records: rollcall.records, endsAt: history.endsAt };
}

function instantsOf({ plan, endsAt }: Drawn): readonly Instant[] {
  const chance = chanceFrom(plan.seed).about("readings");
  return Array.from({ length: readingsPerHistory }, () =>
    Math.floor(plan.startsAt + chance.between(0, endsAt + curiousMs)),
  );
}
