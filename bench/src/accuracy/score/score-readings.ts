import {
  attendeesOf,
  lengthOf,
  meetingsOf,
  sightOf,
  type Attendee,
  type ResolvedStay,
  type Sight,
} from "@rollcall/domain";
import { isThere, trueSpan, type Reading, type RoomView, type TrueStay } from "@rollcall/domain/testing";
import type { Certainty } from "./figures.ts";

/** What a reading is compared with. */
export interface Known {
  readonly truth: ReadonlyMap<string, TrueStay>;
  /** How much of the history's time one reading stands for. */
  readonly standsForMs: number;
  readonly isOrdinary: boolean;
}

/** Adds how well what Rollcall says at one instant agrees with what really happened. */
export function scoreReading(certainty: Certainty, reading: Reading, known: Known): void {
  for (const [, view] of reading.rooms) {
    const people = view.stays.filter(({ category }) => category === "person");
    for (const stay of people) scoreStay(certainty, stay, reading, known);
    for (const attendee of attendeesOf(people, sightIn(view, reading)))
      scoreAttendee(certainty, attendee, reading, known);
  }
}

const sightIn = ({ sessions }: RoomView, { now, policy, livekit }: Reading): Sight =>
  sightOf({ sessions, roomsListedAt: livekit.askedUntil?.at ?? null, lookedAt: null }, now, policy);

function scoreStay({ sums }: Certainty, resolved: ResolvedStay, { now }: Reading, known: Known): void {
  const truth = known.truth.get(resolved.stay.sid);
  if (truth === undefined || truth.activeAt === null) return;
  const { start, end, credit, state } = resolved;
  check(sums, start.earliest, truth.activeAt, start.latest);
  if (end !== null) check(sums, end.earliest, truth.endedAt ?? Infinity, end.latest);
  check(sums, lengthOf(credit.minimum), lengthOf(trueSpan(truth, now)), lengthOf(credit.maximum));
  if (state === "ended") return;
  const isUnverified = state === "unverified";
  sums.liveMs += known.standsForMs;
  if (isUnverified) sums.unverifiedMs += known.standsForMs;
  if (!known.isOrdinary) return;
  sums.ordinaryLiveMs += known.standsForMs;
  if (isUnverified) sums.ordinaryUnverifiedMs += known.standsForMs;
}

function check(sums: Certainty["sums"], least: number, real: number, most: number): void {
  sums.checked += 1;
  if (real < least || real > most) sums.outside += 1;
}

function scoreAttendee({ sums }: Certainty, attendee: Attendee, { now }: Reading, { truth }: Known): void {
  const stays = attendee.stays.flatMap(({ stay }) => truth.get(stay.sid) ?? []);
  const { minimumMs, maximumMs } = attendee.attended;
  check(sums, minimumMs, lengthOf(stays.flatMap((stay) => trueSpan(stay, now))), maximumMs);
  if (attendee.state === "absent" && stays.some((stay) => isThere(stay, now))) sums.absentThough += 1;
}

/** Adds how wide the bounds of the finished report are, and what of its meetings no good look covers. */
export function scoreReport(certainty: Certainty, reading: Reading): void {
  for (const [room, view] of reading.rooms) {
    const people = view.stays.filter(({ category }) => category === "person");
    for (const { end } of people) {
      if (end !== null) certainty.endWidths.push(Math.round(end.latest - end.earliest));
    }
    for (const { attended } of attendeesOf(people, sightIn(view, reading)))
      certainty.personWidths.push(Math.round(attended.maximumMs - attended.minimumMs));
    scoreMeetings(certainty, room, view, reading);
  }
}

function scoreMeetings({ sums }: Certainty, room: string, view: RoomView, reading: Reading): void {
  const livekitTroubles = reading.livekit.troubles;
  for (const meeting of meetingsOf({ room, ...view, livekitTroubles, sight: sightIn(view, reading) })) {
    sums.meetingMs += Math.round((meeting.endedAt ?? reading.now) - meeting.startedAt);
    sums.uncoveredMs += Math.round(lengthOf(meeting.unverified));
  }
}
