import type { Redriven } from "@rollcall/dead-letters";
import { shown } from "../shown.ts";

/** What became of letters that were to be sent once more, for people. */
export function redrivenLines(redriven: Redriven, total: number): readonly string[] {
  const { stored, failed, waiting, refused, gone } = redriven;
  const untouched = total - stored - failed.length - waiting.length - refused.length - gone.length;
  return [
    `${stored} of ${total} dead letters are stored now.`,
    ...said(failed.length, `${failed.length} failed again, and are dead letters again:`),
    ...failed.map(({ number, again }) =>
      shown(
        `  ${number} is ${again.number} now: ${again.code}${again.detail === "" ? "" : `, ${again.detail}`}`,
      ),
    ),
    ...said(
      refused.length,
      `${refused.length} come from no stream that we know, and stay: ${refused.join(", ")}.`,
    ),
    ...said(gone.length, `${gone.length} were taken out by somebody else meanwhile: ${gone.join(", ")}.`),
    ...said(
      waiting.length,
      `${waiting.length} were sent, and nobody is done with them: ${waiting.join(", ")}. They stay dead letters until this command sees them stored: run it again when their service runs.`,
    ),
    ...said(untouched, `${untouched} were not sent.`),
  ];
}

const said = (count: number, line: string): readonly string[] => (count === 0 ? [] : [line]);
