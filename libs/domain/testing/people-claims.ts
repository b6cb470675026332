import {
  attendeesOf,
  lengthOf,
  overlaps,
  unite,
  type Attendee,
  type Sight,
  type Span,
} from "../src/index.ts";
import { trueSpan, type Claim } from "./claims.ts";
import type { History } from "./history.ts";
import type { Reading, RoomView } from "./reading.ts";
import { isThere, isTwofold, type TrueStay } from "./truth.ts";

/** P1 for people: whoever is in a room, by any session that evidence knows, is not called absent. */
export const nobodyThereIsAbsent: Claim = (reading, history) =>
  eachPerson(reading, history).flatMap(({ room, attendee, stays }) =>
    attendee.state === "absent" && stays.some((stay) => isThere(stay, reading.now))
      ? [`${attendee.identity} is in ${room}, but called absent`]
      : [],
  );

/** A person's time is that of all their stays, overlaps once, between minimum and maximum. */
export const attendanceIsInBounds: Claim = (reading, history) =>
  eachPerson(reading, history).flatMap(({ room, attendee, stays }) => {
    if (stays.some(({ stalled }) => stalled) || attendee.stays.some(({ end }) => end?.how === "lost"))
      return [];
    const real = lengthOf(stays.flatMap((stay) => trueSpan(stay, reading.now)));
    const { minimumMs, creditedMs, maximumMs } = attendee.attended;
    const isOrdered = minimumMs <= creditedMs && creditedMs <= maximumMs && maximumMs <= extentOf(attendee);
    return isOrdered && minimumMs <= real && real <= maximumMs
      ? []
      : [`${attendee.identity} took ${real} in ${room}, stated ${minimumMs}, ${creditedMs}, ${maximumMs}`];
  });

/** From the first possible start to the last possible end: overlaps counted twice would be more. */
function extentOf({ stays }: Attendee): number {
  const spans = stays.flatMap(({ credit }) => credit.maximum);
  return spans.length === 0
    ? 0
    : Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}

/**
 * In a verified span, nobody who was there for longer than the horizon is unknown. Two cases are beyond anybody who
 * only asks LiveKit: its lists are empty by fault, or a split brain shows half of a room or nothing.
 */
export const verifiedMeansKnown: Claim = (reading, history) => {
  if (areListsWrong(history)) return [];
  const horizonMs = 2 * history.plan.verifier.intervalMs;
  return [...reading.rooms].flatMap(([room, view]) =>
    verifiedSpans(view).flatMap((verified) =>
      history.truth
        .filter(
          (stay) => stay.room === room && !isTwofold(stay, history.truth) && !reading.stays.has(stay.sid),
        )
        .filter((stay) => lengthOf(within(trueSpan(stay, reading.now), verified)) > horizonMs + longestLookMs)
        .map(({ sid }) => `${sid} was there unknown, in a verified span`),
    ),
  );
};

const areListsWrong = ({ plan: { livekit, faults } }: History): boolean =>
  faults.some(({ is }) => is === "api_empty" || (is === "node_paused" && livekit.nodes === 2));

const longestLookMs = 15_000;

const verifiedSpans = (view: RoomView): readonly Span[] =>
  unite(view.sessions.flatMap(({ verified }) => verified));

const within = (spans: readonly Span[], frame: Span): readonly Span[] =>
  spans
    .filter((span) => overlaps(span, frame))
    .map(({ from, to }) => ({ from: Math.max(from, frame.from), to: Math.min(to, frame.to) }));

interface Person {
  readonly room: string;
  readonly attendee: Attendee;
  /** Their true stays that evidence knows. */
  readonly stays: readonly TrueStay[];
}

/** Everybody who counts, with what really happened; not those whom a split brain let in twice at once. */
function eachPerson(reading: Reading, history: History): readonly Person[] {
  const { now, livekit, policy } = reading;
  const sight: Sight = { now, policy, askedUntil: livekit.askedUntil?.at ?? null };
  return [...reading.rooms].flatMap(([room, view]) =>
    attendeesOf(
      view.stays.filter(({ category }) => category === "person"),
      sight,
    ).flatMap((attendee) => {
      const stays = attendee.stays.flatMap(
        ({ stay }) => history.truth.find(({ sid }) => sid === stay.sid) ?? [],
      );
      return stays.some((stay) => isTwofold(stay, history.truth)) ? [] : [{ room, attendee, stays }];
    }),
  );
}
