/** What stands for somebody who was erased: random, so that nothing can be guessed from it. */
export const pseudonymFrom = (random: Uint8Array): string =>
  `erased-${[...random.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

export const isPseudonym = (identity: string): boolean => /^erased-[0-9a-f]{32}$/.test(identity);
