/** A number with its noun: `1 record`, `2 records`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The verb that goes with a number. */
export const isOrAre = (count: number): string => (count === 1 ? "is" : "are");
