import type { LettersChosen } from "@rollcall/contracts";
import { settledIn, type Tally } from "./tally.ts";
import type { Deed } from "./do-all.ts";

export const lettersText = (count: number): string => `${count} dead ${count === 1 ? "letter" : "letters"}`;

const reasons: Readonly<Record<string, string>> = {
  schema_invalid: "not of a shape that this version knows",
  unexpected_error: "a bug, or a process died over it",
  store_unavailable: "the database was away",
  write_conflict: "others kept writing the same",
};

/** A reason for people; its code stands beside it. */
export const reasonText = (reason: string): string => reasons[reason] ?? reason.replaceAll("_", " ");

/** What a dry run found. */
export function proposalText(deed: Deed, { total, numbers, reasons: counts, isAll }: LettersChosen): string {
  if (total === 0) return "There are none any more.";
  const oldest = isAll ? "" : " These are the oldest; there may be more.";
  const what = `${lettersText(numbers.length)} would be ${deed === "redrive" ? "sent once more" : "deleted for good"}`;
  return `${what}: ${counts.map(({ reason, count }) => `${count} ${reason}`).join(", ")}.${oldest}`;
}

export const progressText = (deed: Deed, tally: Tally, total: number): string =>
  deed === "redrive"
    ? `${tally.stored} of ${total} stored, ${settledIn(tally)} of ${total} settled …`
    : `${tally.dropped} of ${total} dropped …`;

/** What became of all, one line each. */
export function resultTexts(deed: Deed, tally: Tally, total: number): readonly string[] {
  const { stored, dropped, failed, waiting, refused, gone } = tally;
  const left = total - settledIn(tally) - waiting;
  const lines: readonly (readonly [number, string])[] = [
    [failed.length, `${failed.length} failed again, and are dead letters again under a new number.`],
    [
      waiting,
      `${waiting} were sent, and their service is not done with them. They stay here: redrive them when it runs.`,
    ],
    [refused, `${refused} come from no stream that takes them, and stay.`],
    [gone, `${gone} were gone already.`],
    [left, `${left} were not touched.`],
  ];
  const first =
    deed === "redrive" ? `${stored} of ${total} are stored now.` : `${dropped} of ${total} are deleted.`;
  return [first, ...lines.filter(([count]) => count > 0).map(([, line]) => line)];
}

/** JSON one value a line, anything else as it came. */
export function bodyText(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
