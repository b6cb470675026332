import type { ApiStay } from "@rollcall/contracts";

/** What was said of each stay last. */
export interface Moves {
  /** What this reading of a stay says that no evidence can have brought about. */
  wrongIn(stay: ApiStay): readonly string[];
}

/** Bounds only narrow, nobody is seen in the future or less long than before, and an end that a webhook told stays. */
export function movesOf(): Moves {
  const before = new Map<string, ApiStay>();
  return {
    wrongIn(stay) {
      const earlier = before.get(stay.sid);
      before.set(stay.sid, stay);
      const wrong = [
        [Date.parse(stay.seenUntil ?? "") > Date.now(), "seen in the future"],
        ...(earlier === undefined ? [] : comparedWith(earlier, stay)),
      ] as const;
      return wrong.flatMap(([is, what]) => (is ? [`${stay.sid} ${what}`] : []));
    },
  };
}

function comparedWith(earlier: ApiStay, stay: ApiStay): readonly (readonly [boolean, string])[] {
  const toldEnd = earlier.end?.how === "left" ? earlier.end : null;
  return [
    [Date.parse(stay.seenUntil ?? "") < Date.parse(earlier.seenUntil ?? ""), "seen less long than before"],
    [stay.start.earliest < earlier.start.earliest, "start may be earlier than before"],
    [stay.start.latest > earlier.start.latest, "start may be later than before"],
    [toldEnd !== null && stay.end?.at !== toldEnd.at, "told end has moved"],
  ];
}
