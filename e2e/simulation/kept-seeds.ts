/** Seeds that once found something, and what. They run for ever, as they were found or not. */
export const keptSeeds: readonly (readonly [seed: number, found: string])[] = [];
