import type { ApiMeeting, ApiStay } from "@rollcall/contracts";

/** A stretch of time, in milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * How much is known of a stretch of a stay: `proven` in the room; `uncertain` lies between the bounds of its start or
 * end; `unverified` follows the last sight of somebody about whom LiveKit could not be asked.
 */
export interface Segment extends Stretch {
  readonly certainty: "proven" | "uncertain" | "unverified";
}

/** What is known of a stay, in order, without gaps. */
export function segmentsOf(stay: ApiStay, now: number): readonly Segment[] {
  const begun = { from: at(stay.start.earliest), to: at(stay.start.latest) };
  if (stay.end === null) {
    const seen = Math.max(at(stay.seenUntil ?? stay.start.latest), begun.to);
    const waiting = stay.state === "unverified" ? "unverified" : "uncertain";
    return [
      ...segment("uncertain", begun.from, begun.to),
      ...segment("proven", begun.to, seen),
      ...segment(waiting, seen, now),
    ];
  }
  const over = { from: at(stay.end.earliest), to: at(stay.end.latest) };
  if (over.from <= begun.to) return segment("uncertain", begun.from, over.to);
  return [
    ...segment("uncertain", begun.from, begun.to),
    ...segment("proven", begun.to, over.from),
    ...segment("uncertain", over.from, over.to),
  ];
}

const segment = (certainty: Segment["certainty"], from: number, to: number): readonly Segment[] =>
  from < to ? [{ certainty, from, to }] : [];

/** The bounds of an end may reach a day beyond a meeting: so much of it is shown. */
const mostBeyond = 0.1;

/** The stretch of time that the timeline of a meeting shows. */
export function windowOf({ startedAt, endedAt, attendees }: ApiMeeting, now: number): Stretch {
  const from = at(startedAt);
  const to = Math.max(endedAt === null ? now : at(endedAt), from + 1_000);
  const beyond = (to - from) * mostBeyond;
  const stays = attendees.flatMap((attendee) => attendee.stays);
  const earliest = stays.map(({ start }) => at(start.earliest));
  const latest = stays.map(({ end }) => (end === null ? now : at(end.latest)));
  return {
    from: Math.max(Math.min(from, ...earliest), from - beyond),
    to: Math.min(Math.max(to, ...latest), to + beyond),
  };
}

/** Where a stretch lies in a window, in percent of its width; null outside. */
export function placeIn(window: Stretch, { from, to }: Stretch): { left: number; width: number } | null {
  const begin = Math.max(from, window.from);
  const end = Math.min(to, window.to);
  if (end <= begin) return null;
  const percent = (ms: number) => (ms / (window.to - window.from)) * 100;
  return { left: percent(begin - window.from), width: percent(end - begin) };
}

/** Stays that overlap, as with two devices, lie in lanes one below the other. */
export function lanesOf(stays: readonly ApiStay[]): readonly (readonly ApiStay[])[] {
  const lanes: ApiStay[][] = [];
  for (const stay of stays) {
    const isFree = (lane: readonly ApiStay[]) => lane.every((other) => endOf(other) <= at(stay.start.at));
    const lane = lanes.find(isFree);
    if (lane === undefined) lanes.push([stay]);
    else lane.push(stay);
  }
  return lanes;
}

const endOf = ({ end }: ApiStay): number => (end === null ? Infinity : at(end.at));

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440].map((minutes) => minutes * minute);

/** Round times in a window, at most so many. */
export function ticksOf({ from, to }: Stretch, most: number): readonly number[] {
  const step = steps.find((ms) => (to - from) / ms <= most) ?? Math.ceil((to - from) / most);
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, tick) => first + tick * step,
  );
}

export const at = (time: string): number => Date.parse(time);
