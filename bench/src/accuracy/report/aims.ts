import { minute, second } from "@rollcall/domain";
import { promisedMs } from "../score/is-due.ts";
import type { Tally } from "../score/tally.ts";
import { spreadOf } from "./quantiles.ts";
import { count, duration, percent, smallPercent } from "./units.ts";

/** What must come out for Rollcall. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly isReached: boolean;
}

const mostExitMs = second;
const mostAfterLettingGoMs = 75 * second;
const mostUnverified = 0.001;
const leastRight = 0.999;

/** The promises beside what came out over the mix. */
export const aimsOf = (tally: Tally): readonly Aim[] => [
  nobodyEnded(tally),
  allInside(tally),
  exactExits(tally),
  ...lostLeaves(tally),
  ordinaryLife(tally),
  rightCredit(tally),
  storedAlike(tally),
];

function nobodyEnded({ figures, certainty, sums }: Tally): Aim {
  const wrong = figures.rollcall.sums.endedPeople + certainty.sums.absentThough;
  return {
    what: "people said to have gone who were there, at any moment",
    aim: "nobody",
    measured: wrong === 0 ? "nobody" : count(wrong),
    isReached: sums.people > 0 && wrong === 0,
  };
}

function allInside({ certainty: { sums } }: Tally): Aim {
  const inside = sums.checked - sums.outside;
  return {
    what: "true starts, ends and times inside the stated bounds",
    aim: "100 %",
    measured: `${percent(inside, sums.checked, 4)} of ${count(sums.checked)}`,
    isReached: sums.checked > 0 && sums.outside === 0,
  };
}

function exactExits({ figures }: Tally): Aim {
  const { p99 } = spreadOf(figures.rollcall.exitErrors);
  return {
    what: "error of a clean exit that a webhook told of, p99",
    aim: "at most 1 s",
    measured: duration(p99),
    isReached: p99 !== null && p99 <= mostExitMs,
  };
}

function lostLeaves({ figures: { rollcall } }: Tally): readonly Aim[] {
  const { count: found, worst } = spreadOf(rollcall.dueFromEnd);
  const { p95 } = spreadOf(rollcall.dueFromLettingGo);
  const never = rollcall.sums.neverHealedDue;
  return [
    {
      what: "a leave of which no webhook came has ended in the record, after the true end, while a media node answers",
      aim: "at most 2 min, always",
      measured: `${duration(worst)} at worst of ${count(found)}${never === 0 ? "" : `, ${count(never)} never`}`,
      isReached: never === 0 && worst !== null && worst <= promisedMs,
    },
    {
      what: "the same after LiveKit let the person go, p95",
      aim: `at most ${mostAfterLettingGoMs / second} s`,
      measured: duration(p95),
      isReached: p95 !== null && p95 <= mostAfterLettingGoMs,
    },
  ];
}

function ordinaryLife({ certainty: { sums } }: Tally): Aim {
  return {
    what: "time of live people called unverified, in meetings without an outage",
    aim: "below 0.1 %",
    measured: smallPercent(sums.ordinaryUnverifiedMs, sums.ordinaryLiveMs),
    isReached:
      sums.ordinaryLiveMs > minute && sums.ordinaryUnverifiedMs < mostUnverified * sums.ordinaryLiveMs,
  };
}

function rightCredit({ figures, sums }: Tally): Aim {
  const right = sums.trueMs - figures.rollcall.sums.wrongMs;
  return {
    what: "time credited right, over all meetings",
    aim: "at least 99.9 %",
    measured: percent(right, sums.trueMs, 3),
    isReached: sums.trueMs > 0 && right >= leastRight * sums.trueMs,
  };
}

function storedAlike({ sums: { stored, storedWrong } }: Tally): Aim {
  return {
    what: "meetings that come to the same documents and report through the attendance service and a store",
    aim: "all",
    measured: `${count(stored - storedWrong)} of ${count(stored)}`,
    isReached: stored > 0 && storedWrong === 0,
  };
}
