import { second } from "@rollcall/domain";
import type { Act, Chance, Person, Visit } from "@rollcall/domain/testing";

/** One visit of somebody whose connection comes and goes for as long as the meeting lasts. */
export function flap(chance: Chance, person: Person, room: string, until: number): Visit {
  const from = chance.whole(0, 60) * second;
  const times = chance.whole(50, 300);
  const everyMs = Math.floor((until - from - 60 * second) / times);
  const acts = Array.from({ length: times }, () => again(chance, everyMs));
  return {
    id: `${person.identity}_flapping`,
    person,
    room,
    at: from,
    connectMs: chance.whole(50, 900),
    acts: [...acts, { is: "leaves", afterMs: 5 * second }],
    returnMs: 1_000,
  };
}

function again(chance: Chance, everyMs: number): Act {
  const afterMs = Math.floor(chance.between(0.1, 1.5) * everyMs);
  return chance.happens(0.9)
    ? { is: "reconnects", afterMs }
    : { is: "is_cut_off", forMs: chance.whole(500, 20_000), afterMs };
}
