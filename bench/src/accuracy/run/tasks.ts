import { apartKinds, apartShare, type ApartKind } from "../mix/apart.ts";

/** One history to score: its number, and what it is scored apart for, if it is. */
export interface Task {
  readonly index: number;
  readonly apart: ApartKind | null;
}

/** So many histories of the mix, and beside them those that are scored apart. */
export const tasksOf = (histories: number): readonly Task[] => [
  ...numbered(histories, null),
  ...apartKinds.flatMap((kind) => numbered(Math.ceil(histories * apartShare), kind)),
];

const numbered = (count: number, apart: ApartKind | null): readonly Task[] =>
  Array.from({ length: count }, (_, index) => ({ index, apart }));

/** The part of one worker of several: every so many-th, so that all have as much to do. */
export const shareOf = (tasks: readonly Task[], worker: number, workers: number): readonly Task[] =>
  tasks.filter((_, place) => place % workers === worker);
