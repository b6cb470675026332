import type { Difference } from "./difference.ts";
import type { Report } from "./verify-rebuild.ts";
import { counted } from "../counted.ts";

/** The report in plain lines. */
export function reportText(report: Report): string {
  const { records, silent, unreadable, stays, rooms, differences } = report;
  const folded = records - silent - unreadable;
  if (records === 0 && stays === 0 && rooms === 0) return nothing;
  return [
    `Archive: ${counted(records, "record")}; ${folded} folded, ${silent} say nothing about attendance, ${unreadable} cannot be read.`,
    `Stored: ${counted(stays, "stay")}, ${counted(rooms, "room session")}, and what is known of LiveKit as a whole.`,
    differences.length === 0
      ? "The archive gives the same documents, byte for byte."
      : `${counted(differences.length, "document")} differ${differences.length === 1 ? "s" : ""} from what the archive gives:`,
    ...differences.flatMap(differenceLines),
  ].join("\n");
}

const nothing =
  "Nothing is archived in this database, and nothing is stored: MONGODB_URL names the database.";

function differenceLines({ kind, id, fields }: Difference): readonly string[] {
  const isOnlyStored = fields.every(({ rebuilt }) => rebuilt === null);
  const isOnlyRebuilt = fields.every(({ stored }) => stored === null);
  if (isOnlyStored) return [`  ${kind} ${id}: stored, but no evidence speaks of it`];
  if (isOnlyRebuilt) return [`  ${kind} ${id}: not stored`];
  return [
    `  ${kind} ${id}:`,
    ...fields.map(
      ({ field, stored, rebuilt }) =>
        `    ${field}: stored ${stored ?? "nothing"}, rebuilt ${rebuilt ?? "nothing"}`,
    ),
  ];
}
