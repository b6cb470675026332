/** Seeds that found something, and what: each failed until its cause was mended. */
export const keptSeeds: readonly (readonly [seed: number, found: string])[] = [
  [1216, "a message that always came behind one that kills was given up with it"],
  [1692, "the same with the verifier's census"],
  [10803, "the same on a slow network"],
];
