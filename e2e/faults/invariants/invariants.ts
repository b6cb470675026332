import type { Invariant } from "../invariant.ts";
import { allArchived } from "./all-archived.ts";
import { healsInTime } from "./heals-in-time.ts";
import { noSecondUncovered } from "./no-second-uncovered.ts";
import { noSecondTwice } from "./no-second-twice.ts";
import { nobodyEnded } from "./nobody-ended.ts";
import { nothingTold } from "./nothing-told.ts";
import { onlyByEvidence } from "./only-by-evidence.ts";
import { resourcesBack } from "./resources-back.ts";
import { stateIsFold } from "./state-is-fold.ts";

/** The columns of the matrix. */
export const invariants: readonly Invariant[] = [
  allArchived,
  stateIsFold,
  noSecondTwice,
  nobodyEnded,
  onlyByEvidence,
  noSecondUncovered,
  healsInTime,
  resourcesBack,
  nothingTold,
];
