import { emptyCertainty, emptyFigures, type Certainty, type Figures } from "./figures.ts";

export const ways = ["webhooks", "oneListing", "heartbeat", "rollcall"] as const;
export type Way = (typeof ways)[number];

/** Everything that a number of histories told. */
export interface Tally {
  readonly figures: Readonly<Record<Way, Figures>>;
  readonly certainty: Certainty;
  readonly sums: Volume;
}

interface Volume {
  histories: number;
  people: number;
  stays: number;
  trueMs: number;
  deliveries: number;
  /** Histories that also went through the store's fold and archive, and those that came out otherwise. */
  stored: number;
  storedWrong: number;
}

export const emptyTally = (): Tally => ({
  figures: {
    webhooks: emptyFigures(),
    oneListing: emptyFigures(),
    heartbeat: emptyFigures(),
    rollcall: emptyFigures(),
  },
  certainty: emptyCertainty(),
  sums: { histories: 0, people: 0, stays: 0, trueMs: 0, deliveries: 0, stored: 0, storedWrong: 0 },
});

/** Adds what other histories told. */
export function addTally(total: Tally, part: Tally): void {
  addNumbers(total.sums, part.sums);
  for (const way of ways) {
    addLists(total.figures[way], part.figures[way]);
    addNumbers(total.figures[way].sums, part.figures[way].sums);
  }
  addLists(total.certainty, part.certainty);
  addNumbers(total.certainty.sums, part.certainty.sums);
}

function addNumbers<T extends { [Name in keyof T]: number }>(total: T, part: T): void {
  for (const name in total) total[name] = (total[name] + part[name]) as T[typeof name];
}

function addLists<T extends object>(total: T, part: T): void {
  for (const name in total) {
    const [into, from]: readonly unknown[] = [total[name], part[name]];
    if (Array.isArray(into) && Array.isArray(from)) for (const value of from) into.push(value);
  }
}
