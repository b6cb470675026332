import type { Invariant } from "../invariant.ts";

export const noSecondUncovered: Invariant = {
  name: "none without evidence",
  what: "nobody is ever credited more than the time from their start to their end or to the last evidence of them, and nobody is called seen while LiveKit's API told nothing; readings that say otherwise",
  check: async ({ watch: { uncovered, sightings } }) => ({
    holds: uncovered.length === 0 && sightings > 0,
    figure: `${uncovered.length}`,
    wrong: uncovered,
  }),
};
