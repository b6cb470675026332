import { minute, second } from "@rollcall/domain";
import type { Act, Chance, Person, Visit } from "@rollcall/domain/testing";
import { habits } from "./habits.ts";

/** When somebody means to be in which room; milliseconds after the beginning of the history. */
export interface Seat {
  readonly person: Person;
  readonly room: string;
  readonly from: number;
  readonly to: number;
  /** Set when somebody ends the meeting for all: nobody goes by themselves. */
  readonly isEndedForAll?: boolean;
}

/** The visits of one person in one meeting: with break and devices, late and early, as people are. */
export function attend(chance: Chance, seat: Seat): readonly Visit[] {
  const lasts = seat.to - seat.from;
  const from = seat.from + (chance.happens(habits.comesLate) ? chance.whole(0, Math.floor(lasts / 3)) : 0);
  const goesEarly = seat.isEndedForAll !== true && chance.happens(habits.goesEarly);
  const to = seat.to - (goesEarly ? chance.whole(0, Math.floor(lasts / 3)) : 0);
  const parts = chance.happens(habits.takesBreak) ? withBreak(chance, from, to) : [{ from, to }];
  return [
    ...failedFirst(chance, seat, from),
    ...parts.map((part, index) => visitOf(chance, { ...seat, ...part }, `part${index + 1}`)),
    ...secondDevice(chance, { ...seat, from, to }),
  ];
}

interface Part {
  readonly from: number;
  readonly to: number;
}

function withBreak(chance: Chance, from: number, to: number): readonly Part[] {
  const goes = from + Math.floor((to - from) * chance.between(0.2, 0.7));
  const back = goes + chance.whole(20 * second, 15 * minute);
  return back < to - second
    ? [
        { from, to: goes },
        { from: back, to },
      ]
    : [{ from, to: goes }];
}

/** A page that never gets media; the person opens another one some seconds later. */
const failedFirst = (chance: Chance, seat: Seat, from: number): readonly Visit[] =>
  chance.happens(habits.failsFirst) && from > 20 * second
    ? [
        {
          ...pageOf(chance, seat, "failed"),
          at: from - chance.whole(5, 20) * second,
          connectMs: null,
          acts: [],
        },
      ]
    : [];

/** The same person once more, from some time in the middle on: the first device is put out. */
function secondDevice(chance: Chance, seat: Seat): readonly Visit[] {
  if (!chance.happens(habits.hasSecondDevice)) return [];
  const from = Math.floor(chance.between(seat.from, seat.to));
  return [visitOf(chance, { ...seat, from }, "telephone")];
}

function visitOf(chance: Chance, seat: Seat, device: string): Visit {
  const moments = [...incidentsOf(chance, seat), ...exitOf(chance, seat)].toSorted((a, b) => a.at - b.at);
  return { ...pageOf(chance, seat, device), acts: actsOf(seat.from, moments) };
}

const pageOf = (chance: Chance, { person, room, from }: Seat, device: string): Visit => ({
  id: `${person.identity}_${device}_${from}`,
  person,
  room,
  at: from,
  connectMs: connectMs(chance),
  acts: [],
  returnMs: chance.happens(habits.returns) ? chance.whole(500, 5_000) : null,
});

const connectMs = (chance: Chance): number =>
  chance.happens(habits.connectsSlowly) ? chance.whole(2_000, 20_000) : chance.whole(50, 1_800);

/** Something that somebody does at some time, and how long it takes. */
export interface Moment {
  readonly at: number;
  readonly takesMs: number;
  readonly act: Act;
}

function incidentsOf(chance: Chance, { from, to }: Seat): readonly Moment[] {
  const moments: Moment[] = [];
  const anywhere = () => Math.floor(chance.between(from, to));
  const add = (act: Act, takesMs = 0) => moments.push({ at: anywhere(), takesMs, act });
  const cut = (forMs: number) => add({ is: "is_cut_off", forMs, afterMs: 0 }, forMs);
  if (chance.happens(habits.publishes)) add({ is: "publishes", afterMs: 0 });
  if (chance.happens(habits.hasShortCut)) cut(chance.whole(500, 15 * second));
  if (chance.happens(habits.hasLongCut)) cut(chance.whole(16 * second, 2 * minute));
  const reloads = chance.happens(habits.reloads) ? chance.whole(1, 3) : 0;
  for (let times = 0; times < reloads; times++) add({ is: "reconnects", afterMs: 0 });
  return moments;
}

function exitOf(chance: Chance, { to, isEndedForAll }: Seat): readonly Moment[] {
  if (isEndedForAll === true) return [];
  const is = chance.happens(habits.isRemoved)
    ? "is_removed"
    : chance.happens(habits.crashes)
      ? "crashes"
      : "leaves";
  return [{ at: to, takesMs: 0, act: { is, afterMs: 0 } }];
}

/** Moments as acts that follow each other. */
export function actsOf(from: number, moments: readonly Moment[]): readonly Act[] {
  let reached = from;
  return moments.map(({ at, takesMs, act }) => {
    const afterMs = Math.max(at - reached, 0);
    reached += afterMs + takesMs;
    return { ...act, afterMs };
  });
}
