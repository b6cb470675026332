import { promisedMs } from "../score/is-due.ts";
import type { Tally } from "../score/tally.ts";

/** A history that broke a promise, by the number with which `--only` repeats it. */
export interface Miss {
  readonly index: number;
  readonly what: string;
}

/** What counts against Rollcall, whatever else is counted; one history of it is one too many. */
const faults = {
  "somebody was said to have ended who was there": ({ figures }) => figures.rollcall.sums.endedStays,
  "somebody was called absent who was there": ({ certainty }) => certainty.sums.absentThough,
  "a truth lay outside its bounds": ({ certainty }) => certainty.sums.outside,
  "a lost leave was found too late": ({ figures }) =>
    figures.rollcall.dueFromEnd.filter((ms) => ms > promisedMs).length,
  "a lost leave was never found": ({ figures }) => figures.rollcall.sums.neverHealedDue,
  "the store came to something else": ({ sums }) => sums.storedWrong,
} satisfies Record<string, (tally: Tally) => number>;

/** What the tally of one history holds against Rollcall. */
export const missesIn = (tally: Tally, index: number): readonly Miss[] =>
  Object.entries(faults)
    .filter(([, count]) => count(tally) > 0)
    .map(([what]) => ({ index, what }));
