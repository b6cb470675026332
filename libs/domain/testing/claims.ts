import { lengthOf, type Bounded, type Instant, type ResolvedStay, type Span } from "../src/index.ts";
import type { History } from "./history.ts";
import type { Reading } from "./reading.ts";
import { isThere, isTwofold, type TrueStay } from "./truth.ts";

/**
 * The oracle: what a reading may say, given what really happened. Each claim returns what is wrong, in words;
 * nothing when all is right. None of them knows how the model works.
 */
export type Claim = (reading: Reading, history: History) => readonly string[];

/** A claim that needs to know only who was there. */
export type StayClaim = (reading: Reading, history: Pick<History, "truth">) => readonly string[];

/** P3: the true start of a stay that counts lies inside its bounds. */
export const startIsInBounds: StayClaim = (reading, history) =>
  counted(reading, history).flatMap(({ truth, stay }) =>
    truth.activeAt === null
      ? [`${truth.sid} counts, but its media never flowed`]
      : outside("start", truth, stay.start, truth.activeAt),
  );

/** P3: the true end lies inside the bounds of an end that is stated. */
export const endIsInBounds: StayClaim = (reading, history) =>
  exact(reading, history).flatMap(({ truth, stay }) =>
    stay.end === null || stay.end.how === "lost"
      ? []
      : outside("end", truth, stay.end, truth.endedAt ?? Infinity),
  );

/** The same for ends that LiveKit told of, whatever was concluded from its silence before. */
export const toldEndIsInBounds: StayClaim = (reading, history) =>
  exact(reading, history).flatMap(({ truth, stay: { end } }) =>
    end === null || end.how === "lost" || end.how === "absent"
      ? []
      : outside("end", truth, end, truth.endedAt ?? Infinity),
  );

/** The time in the room is at least the minimum and at most the maximum, for every stay. */
export const creditIsInBounds: StayClaim = (reading, history) =>
  exact(reading, history).flatMap(({ truth, stay }) => {
    const real = lengthOf(trueSpan(truth, reading.now));
    const { minimum, maximum } = stay.credit;
    const least = lengthOf(minimum);
    const most = stay.end?.how === "lost" ? Infinity : lengthOf(maximum);
    return least <= real && real <= most ? [] : [`${truth.sid} took ${real}, stated ${least} to ${most}`];
  });

/** The minimum is never more than the real time, also where an end is stated too early. */
export const minimumIsReal: StayClaim = (reading, history) =>
  exact(reading, history).flatMap(({ truth, stay }) => {
    const real = lengthOf(trueSpan(truth, reading.now));
    const least = lengthOf(stay.credit.minimum);
    return least <= real ? [] : [`${truth.sid} took ${real}, stated at least ${least}`];
  });

/** P1: nobody who is there is said to have ended, unless given up after a day without evidence. */
export const nobodyThereIsEnded: StayClaim = (reading, history) =>
  known(reading, history)
    .filter(({ truth }) => isThere(truth, reading.now))
    .flatMap(({ truth, stay: { end } }) =>
      end === null || end.how === "lost"
        ? []
        : [`${truth.sid} is there, but ended: ${end.how} ${end.reason} ${end.by}`],
    );

/** Credit never runs ahead of evidence, and lies between minimum and maximum. */
export const creditIsCovered: StayClaim = (reading) =>
  [...reading.stays.values()].flatMap(({ stay, end, credit }) => {
    const seen = stay.seenUntil?.at ?? -Infinity;
    const ahead = end === null && credit.credited.some(({ to }) => to > seen);
    const nested = isWithin(credit.minimum, credit.credited) && isWithin(credit.credited, credit.maximum);
    return [
      ...(ahead ? [`${stay.sid} is credited beyond its last sight`] : []),
      ...(nested ? [] : [`${stay.sid}'s credits are not within each other`]),
    ];
  });

interface Compared {
  readonly truth: TrueStay;
  readonly stay: ResolvedStay;
}

function known(reading: Reading, history: Pick<History, "truth">): readonly Compared[] {
  const single = history.truth.filter((truth) => !isTwofold(truth, history.truth));
  return single.flatMap((truth) => {
    const stay = reading.stays.get(truth.sid);
    return stay === undefined ? [] : [{ truth, stay }];
  });
}

const counted = (reading: Reading, history: Pick<History, "truth">): readonly Compared[] =>
  known(reading, history).filter(({ stay }) => stay.category !== "never_active");

/** Bounds are promised unless LiveKit's own process stood still. */
const exact = (reading: Reading, history: Pick<History, "truth">): readonly Compared[] =>
  counted(reading, history).filter(({ truth }) => !truth.stalled);

const outside = (what: string, { sid, how }: TrueStay, { earliest, latest }: Bounded, real: Instant) =>
  earliest <= real && real <= latest
    ? []
    : [`${sid} (${how}): ${what} was ${real}, stated ${earliest - real} to ${latest - real} from it`];

export function trueSpan({ activeAt, endedAt }: TrueStay, now: Instant): readonly Span[] {
  const to = Math.min(endedAt ?? now, now);
  return activeAt === null || activeAt >= to ? [] : [{ from: activeAt, to }];
}

const isWithin = (inner: readonly Span[], outer: readonly Span[]): boolean =>
  inner.every(({ from, to }) => outer.some((span) => span.from <= from && to <= span.to));
