import { testAddresses } from "@rollcall/servers/testing";
import { openTemporaryStore } from "@rollcall/store/testing";
import { expect, it } from "vitest";
import { planAt } from "../mix/plan-at.ts";
import { scoreHistory } from "../score/score-history.ts";
import { emptyTally } from "../score/tally.ts";
import { isStoredAlike } from "./is-stored-alike.ts";

it.each([3, 8])(
  "comes to the same documents and report through the attendance service's fold and MongoDB (history %i)",
  async (index) => {
    await using temporary = await openTemporaryStore(testAddresses().mongodbUrl);
    expect(await isStoredAlike(temporary.store, scoreHistory(emptyTally(), planAt(7, index)))).toBe(true);
  },
);
