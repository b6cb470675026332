import type { ReadLetter } from "@rollcall/messaging";
import { shown } from "../shown.ts";

/** What became of letters that were to be sent once more. */
export interface Results {
  stored: number;
  /** They are dead letters again, each under a new number. */
  readonly failed: { readonly number: number; readonly again: ReadLetter }[];
  readonly waiting: number[];
  /** No stream takes them. */
  readonly refused: number[];
}

export function resultLines({ stored, failed, waiting, refused }: Results, total: number): readonly string[] {
  const untouched = total - stored - failed.length - waiting.length - refused.length;
  return [
    `${stored} of ${total} dead letters are stored now.`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed again, and are dead letters again:`]),
    ...failed.map(({ number, again }) =>
      shown(
        `  ${number} is ${again.number} now: ${again.code}${again.detail === "" ? "" : `, ${again.detail}`}`,
      ),
    ),
    ...(refused.length === 0
      ? []
      : [`${refused.length} come from no stream that we know, and stay: ${refused.join(", ")}.`]),
    ...(waiting.length === 0
      ? []
      : [
          `${waiting.length} were sent, and nobody is done with them: ${waiting.join(", ")}. They stay dead letters until this command sees them stored: run it again when their service runs.`,
        ]),
    ...(untouched === 0 ? [] : [`${untouched} were not sent.`]),
  ];
}
