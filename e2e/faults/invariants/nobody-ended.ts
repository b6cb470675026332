import type { Invariant } from "../invariant.ts";

export const nobodyEnded: Invariant = {
  name: "nobody ended wrongly",
  what: "no answer, at any moment, called somebody gone who was there before and after it; sightings",
  check: async ({ watch: { sightings, goneWrongly } }) => ({
    holds: goneWrongly.length === 0 && sightings > 0,
    figure: `${goneWrongly.length} of ${sightings}`,
    wrong: goneWrongly,
  }),
};
