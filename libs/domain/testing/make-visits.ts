import type { Chance } from "./chance.ts";
import type { Act, Person, Visit } from "./plan.ts";

interface Frame {
  readonly lastsMs: number;
  readonly rooms: readonly [string, ...string[]];
  /** When something begins or ends to go wrong: people tend to come and go just then. */
  readonly turns: readonly number[];
}

const names = ["Amina", "Björn", "Chidi", "Dolores", "Emeka", "Fatima", "Giulia", "Hiro"];

/** One to eight people with one to five visits each, some of them at once, some in quick succession. */
export function makeVisits(chance: Chance, frame: Frame): readonly Visit[] {
  return names.slice(0, chance.whole(1, names.length)).flatMap((name) => {
    const own = chance.about(`visits of ${name}`);
    const person = makePerson(own, name);
    const count = own.happens(0.15) ? 5 : own.whole(1, 3);
    const visits: Visit[] = [];
    for (let index = 1; index <= count; index++) {
      const before = visits.at(-1);
      const at =
        before !== undefined && own.happens(0.4)
          ? before.at + own.whole(200, 40_000)
          : (turnNear(own, frame.turns) ?? own.whole(0, Math.floor(frame.lastsMs * 0.7)));
      visits.push(makeVisit(own, `${name.toLowerCase()}_${index}`, person, { ...frame, at }));
    }
    return visits;
  });
}

/** An instant around a turn, half of the time. */
function turnNear(chance: Chance, [first, ...others]: readonly number[]): number | null {
  if (first === undefined || chance.happens(0.5)) return null;
  return Math.max(0, chance.oneOf([first, ...others]) + chance.whole(-40_000, 30_000));
}

function makePerson(chance: Chance, name: string): Person {
  const kind = chance.happens(0.8) ? "STANDARD" : chance.oneOf(["AGENT", "EGRESS", "SIP", "HOLOGRAM"]);
  return { identity: name.toLowerCase(), name, kind, hidden: kind === "EGRESS" || chance.happens(0.03) };
}

function makeVisit(
  chance: Chance,
  id: string,
  person: Person,
  frame: Frame & { readonly at: number },
): Visit {
  const connects = chance.happens(0.93);
  return {
    id,
    person,
    room: chance.oneOf(frame.rooms),
    at: frame.at,
    connectMs: connects ? makeConnectMs(chance) : null,
    acts: makeActs(chance, frame),
    returnMs: chance.happens(0.8) ? chance.whole(500, 4_300) : null,
  };
}

const makeConnectMs = (chance: Chance): number =>
  chance.happens(0.9) ? chance.whole(20, 1_500) : chance.whole(1_500, 20_000);

function makeActs(chance: Chance, { at, turns }: Frame & { readonly at: number }): readonly Act[] {
  const acts: Act[] = [];
  let reached = at;
  const pause = () => {
    const turn = turnNear(chance, turns);
    const afterMs = turn !== null && turn > reached ? turn - reached : makeAfterMs(chance);
    reached += afterMs;
    return afterMs;
  };
  for (let left = chance.whole(0, 4); left > 0; left--) acts.push(makeAct(chance, pause()));
  const afterMs = pause();
  const is = chance.oneOf(["leaves", "leaves", "crashes", "crashes", "is_removed", "stays"] as const);
  return is === "stays" ? acts : [...acts, { afterMs, is }];
}

function makeAct(chance: Chance, afterMs: number): Act {
  const is = chance.oneOf(["publishes", "reconnects", "is_cut_off", "is_cut_off", "is_renamed"] as const);
  if (is === "is_renamed") return { afterMs, is, name: `Name ${chance.whole(1, 9)}` };
  if (is !== "is_cut_off") return { afterMs, is };
  return {
    afterMs,
    is,
    forMs: chance.happens(0.5) ? chance.whole(500, 25_000) : chance.whole(25_000, 120_000),
  };
}

/** Some people are gone at once, some stay for minutes. */
const makeAfterMs = (chance: Chance): number =>
  chance.oneOf([
    () => chance.whole(1, 5_000),
    () => chance.whole(5_000, 60_000),
    () => chance.whole(60_000, 400_000),
  ])();
