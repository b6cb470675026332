import { sizeOf } from "@rollcall/store";
import type { Applied } from "./apply-rebuild.ts";
import { counted } from "../counted.ts";

/** What was written in the place of what differed. */
export function appliedText({ written, contested }: Applied, left: number): string {
  const busy = sizeOf(contested);
  const unspoken = left - busy;
  return [
    `Wrote ${counted(written, "document")} as the archive gives ${written === 1 ? "it" : "them"}.`,
    ...(busy === 0
      ? []
      : [`${busy} ${busy === 1 ? "was" : "were"} being written all the time: run this again.`]),
    ...(unspoken === 0
      ? []
      : [
          `${unspoken} ${unspoken === 1 ? "stays as it is" : "stay as they are"}, since no evidence speaks of ${unspoken === 1 ? "it" : "them"}.`,
        ]),
  ].join("\n");
}
