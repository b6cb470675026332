/** Deterministic chance: the same seed gives the same world, on every machine. */
export interface Chance {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A number in [from, to). */
  readonly between: (from: number, to: number) => number;
  /** A whole number in [from, to]. */
  readonly whole: (from: number, to: number) => number;
  /** True with this probability. */
  readonly happens: (probability: number) => boolean;
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T;
  /** Chance of its own for one named thing, so that taking another thing away changes nothing for it. */
  readonly about: (name: string) => Chance;
}

export function chanceFrom(seed: number): Chance {
  const next = mulberry32(seed);
  const between = (from: number, to: number) => from + next() * (to - from);
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1));
  return {
    next,
    between,
    whole,
    happens: (probability) => next() < probability,
    oneOf: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    about: (name) => chanceFrom(hash(name, seed)),
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a, with the seed mixed in. */
function hash(text: string, seed: number): number {
  let mixed = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return mixed;
}
