import { sizeOf } from "@rollcall/store";
import type { Applied } from "./apply-rebuild.ts";

/** What was written in the place of what differed. */
export function appliedText({ written, contested }: Applied, left: number): string {
  const busy = sizeOf(contested);
  const unspoken = left - busy;
  return [
    `Wrote ${written} documents as the archive gives them.`,
    ...(busy === 0 ? [] : [`${busy} were being written all the time: run this again.`]),
    ...(unspoken === 0 ? [] : [`${unspoken} stay as they are, since no evidence speaks of them.`]),
  ].join("\n");
}
