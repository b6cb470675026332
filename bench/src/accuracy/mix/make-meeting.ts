import { hour, minute, second } from "@rollcall/domain";
import type { Chance, Fault, Person, Visit } from "@rollcall/domain/testing";
import { attend, type Seat } from "./attend.ts";
import { flap } from "./flap.ts";
import type { MeetingKind } from "./meetings.ts";
import { makeCompany, makePeople } from "./people.ts";

export interface Meeting {
  readonly room: string;
  readonly visits: readonly Visit[];
  /** When the last one means to go. */
  readonly endsAt: number;
  readonly faults: readonly Fault[];
}

const room = "algebra 7";

/** A meeting of a kind: who comes, when, and when they go. */
export function makeMeeting(chance: Chance, kind: MeetingKind): Meeting {
  switch (kind) {
    case "group":
      return gather(chance, { people: [5, 12], lastsMinutes: [20, 60] });
    case "class":
      return gather(chance, { people: [13, 35], lastsMinutes: [40, 60] });
    case "lecture":
      return gather(chance, { people: [36, 120], lastsMinutes: [45, 90] });
    case "assembly":
      return gather(chance, { people: [121, 300], lastsMinutes: [30, 60], endsForAll: 0.5 });
    case "storm":
      return gather(chance, { people: [20, 150], lastsMinutes: [20, 60], arriveWithinMs: 15 * second });
    case "flapping":
      return flapping(chance);
    case "open_room":
      return openRoom(chance);
    case "back_to_back":
      return backToBack(chance);
  }
}

interface Lesson {
  readonly people: readonly [least: number, most: number];
  readonly lastsMinutes: readonly [least: number, most: number];
  readonly arriveWithinMs?: number;
  readonly startsAt?: number;
  /** How likely it is that somebody ends the meeting for all. */
  readonly endsForAll?: number;
}

function gather(chance: Chance, lesson: Lesson): Meeting {
  const { arriveWithinMs = 6 * minute, startsAt = 30 * second } = lesson;
  const endsAt = startsAt + chance.whole(...lesson.lastsMinutes) * minute;
  const isEndedForAll = chance.happens(lesson.endsForAll ?? 0.08);
  const seat = (person: Person): Seat => ({
    person,
    room,
    from: startsAt + chance.whole(0, arriveWithinMs),
    to: endsAt + (isEndedForAll ? 5 * second : chance.whole(-2 * minute, 2 * minute)),
    isEndedForAll,
  });
  const guests = [...makePeople(chance.whole(...lesson.people)), ...makeCompany(chance)];
  return {
    room,
    visits: guests.flatMap((person) => attend(chance.about(`${person.identity} ${startsAt}`), seat(person))),
    endsAt: endsAt + 2 * minute,
    faults: isEndedForAll ? [{ is: "room_deleted", room, from: endsAt, to: endsAt + 1 }] : [],
  };
}

function flapping(chance: Chance): Meeting {
  const calm = gather(chance, { people: [4, 11], lastsMinutes: [30, 60], endsForAll: 0 });
  const restless = makePeople(13).slice(11, 11 + chance.whole(1, 2));
  const visits = restless.map((person) => flap(chance.about(person.identity), person, room, calm.endsAt));
  return { ...calm, visits: [...calm.visits, ...visits] };
}

/** All day long; some are still there when the report is read. */
function openRoom(chance: Chance): Meeting {
  const lastsMs = chance.whole(2, 8) * hour;
  const guests = [...makePeople(chance.whole(3, 20)), ...makeCompany(chance)];
  const visits = guests.flatMap((person) => {
    const own = chance.about(`${person.identity} all day`);
    const times = own.whole(1, 6);
    return Array.from({ length: times }, (_, index) => index).flatMap((index) => {
      const part = lastsMs / times;
      const from = Math.floor((index + own.between(0, 0.6)) * part);
      const to = Math.floor(from + own.between(0.05, 0.4) * part);
      return attend(own, { person, room, from, to: own.happens(0.03) ? 24 * hour : to });
    });
  });
  return { room, visits, endsAt: lastsMs, faults: [] };
}

function backToBack(chance: Chance): Meeting {
  const lessons: Meeting[] = [];
  for (let left = chance.whole(2, 3); left > 0; left--) {
    const startsAt = (lessons.at(-1)?.endsAt ?? 0) + chance.whole(0, 20) * minute;
    lessons.push(gather(chance, { people: [4, 15], lastsMinutes: [10, 30], startsAt }));
  }
  return {
    room,
    visits: lessons.flatMap(({ visits }) => visits),
    endsAt: lessons.at(-1)?.endsAt ?? 0,
    faults: lessons.flatMap(({ faults }) => faults),
  };
}
