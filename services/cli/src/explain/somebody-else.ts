import { isPseudonym } from "@rollcall/contracts";
import type { Attendee, Explanation } from "@rollcall/domain";
import { counted } from "../counted.ts";

/** People of the meeting whose names are gone: nobody can tell any more who they were. */
export const erasedIn = ({ meeting }: Explanation): number =>
  meeting.attendees.filter(({ identity }) => isPseudonym(identity)).length;

/** Whether the person may have been there after all: under another spelling, or as one who was erased. */
export function somebodyElseLines(explanation: Explanation): readonly string[] {
  const { identity, meeting } = explanation;
  const alike = meeting.attendees.filter((one) => !isPseudonym(one.identity) && isAlike(one, identity));
  const erased = erasedIn(explanation);
  return [
    ...alike.map(
      ({ identity: other, name }) => `Was ${other} meant${name === "" ? "" : `, who is called ${name}`}?`,
    ),
    ...(erased === 0
      ? []
      : [
          `${counted(erased, "person", "people")} of this meeting ${erased === 1 ? "was" : "were"} erased since: nothing tells whether ${identity} was ${erased === 1 ? "that person" : "one of them"}.`,
        ]),
  ];
}

const isAlike = ({ identity, name }: Attendee, asked: string): boolean =>
  [identity, name].some((word) => word.trim().toLowerCase() === asked.trim().toLowerCase());
