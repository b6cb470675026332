import type { ApiAttendee } from "@rollcall/contracts";
import { readMeeting } from "../run/watch.ts";
import type { Invariant } from "../invariant.ts";
import { isThere, type Person } from "../traffic/people.ts";

/** LiveKit's stamps are whole seconds, and a leave without a word is dated by the last look before. */
const toleranceSeconds = 1.5;

export const noSecondTwice: Invariant = {
  name: "no second twice",
  what: "everybody has one row, one stay and at most their true time (a second and a half of tolerance, because LiveKit stamps whole seconds), and the true time lies within the stated bounds; people compared",
  async check({ installation: { reader }, traffic }) {
    const wrong: string[] = [];
    let compared = 0;
    for (const room of traffic.rooms) {
      const people = new Map(room.people.map((person) => [person.identity, person]));
      const meeting = await readMeeting(reader, room.sid, []);
      const rows = meeting?.attendees ?? [];
      compared += rows.length;
      for (const row of rows) wrong.push(...wrongIn(row, people.get(row.identity)));
      if (new Set(rows.map(({ identity }) => identity)).size < rows.length)
        wrong.push(`${room.sid}: rows twice`);
    }
    return { holds: wrong.length === 0 && compared > 0, figure: `${compared} people`, wrong };
  },
};

function wrongIn({ stays, attended }: ApiAttendee, person: Person | undefined): readonly string[] {
  if (person === undefined) return ["somebody who never was there"];
  const seconds = ((person.leftAt ?? Date.now()) - person.joinedAt) / 1_000;
  const { minimumSeconds, creditedSeconds, maximumSeconds } = attended;
  const claims = [
    [stays.length === 1, `has ${stays.length} stays`],
    [minimumSeconds <= seconds, `is said to have attended at least ${minimumSeconds} s of ${seconds} s`],
    [creditedSeconds <= seconds + toleranceSeconds, `is credited ${creditedSeconds} s of ${seconds} s`],
    [isThere(person) || maximumSeconds >= seconds, `attended at most ${maximumSeconds} s of ${seconds} s`],
  ] as const;
  return claims.flatMap(([holds, what]) => (holds ? [] : [`${person.sid} ${what}`]));
}
