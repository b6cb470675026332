/** Seeds that once found something, and what. They run for ever, as they were found or not. */
export const keptSeeds: readonly (readonly [seed: number, found: string])[] = [
  [1216, "a message that always came behind one that kills was given up with it"],
  [1692, "the same for a census of the verifier"],
  [1907, "the same after the acks of those in front had been lost again and again"],
];
