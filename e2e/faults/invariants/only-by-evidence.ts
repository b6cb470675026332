import type { Invariant } from "../invariant.ts";

export const onlyByEvidence: Invariant = {
  name: "moves by evidence",
  what: "from one answer to the next, bounds of a start only narrow, nobody is seen less long than before or in the future, and an end that a webhook told stays where it is; moves that no evidence explains",
  check: async ({ watch: { movedWrongly, sightings } }) => ({
    holds: movedWrongly.length === 0 && sightings > 0,
    figure: `${movedWrongly.length}`,
    wrong: movedWrongly,
  }),
};
