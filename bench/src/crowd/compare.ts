import type { ApiAttendee } from "@rollcall/contracts";
import type { Person } from "./person.ts";

export interface Comparison {
  /** Error of the credited time, in ms, sorted. */
  readonly errors: readonly number[];
  /** Whose true start, end or time lies outside of the stated bounds, or who has no stay. */
  readonly outside: readonly string[];
}

/** The record beside the truth, once everybody has left. */
export function compare(people: readonly Person[], attendees: ReadonlyMap<string, ApiAttendee>): Comparison {
  const errors: number[] = [];
  const outside: string[] = [];
  for (const person of people) {
    const attendee = attendees.get(person.identity);
    if (attendee !== undefined && isInside(person, attendee)) {
      errors.push(Math.abs(attendee.attended.creditedSeconds * 1_000 - lengthOf(person)));
    } else outside.push(person.identity);
  }
  return { errors: errors.toSorted((a, b) => a - b), outside };
}

const lengthOf = ({ joinedAt, leftAt }: Person): number => (leftAt ?? Number.NaN) - joinedAt;

function isInside(person: Person, { attended, stays: [stay] }: ApiAttendee): boolean {
  if (stay?.end === undefined || stay.end === null) return false;
  const seconds = lengthOf(person) / 1_000;
  return (
    holds(stay.start, person.joinedAt) &&
    holds(stay.end, person.leftAt ?? Number.NaN) &&
    attended.minimumSeconds <= seconds &&
    seconds <= attended.maximumSeconds
  );
}

const holds = ({ earliest, latest }: { earliest: string; latest: string }, truth: number): boolean =>
  Date.parse(earliest) <= truth && truth <= Date.parse(latest);
