import type { Touched } from "@rollcall/domain";
import type { Difference } from "./difference.ts";

/** The documents that differ. */
export const touchedByDifferences = (differences: readonly Difference[]): Touched => ({
  stays: differences.filter(({ kind }) => kind === "stay").map(({ id }) => id),
  rooms: differences.filter(({ kind }) => kind === "room").map(({ id }) => id),
  livekit: differences.some(({ kind }) => kind === "livekit"),
});
