import { isOpen, roomOf, roomSidOf, type Stay } from "@rollcall/domain";
import { shown } from "../shown.ts";
import type { Named } from "./erase-person.ts";
import { counted } from "../counted.ts";

/** A table of where somebody is named, and how many places that are. */
export function namedTable(named: Named, column: string): readonly string[] {
  const rows: readonly (readonly [string, number])[] = [
    ["MongoDB, stays", named.stays],
    ["MongoDB, archive: webhooks", named.archive.webhooks],
    ["MongoDB, archive: looks at rooms", named.archive.looks],
    ["NATS, stream EVIDENCE", named.evidence],
    ["NATS, dead letters", named.letters],
  ];
  const width = Math.max(...rows.map(([place]) => place.length));
  const line = (place: string, count: string) => `  ${place.padEnd(width)}  ${count.padStart(column.length)}`;
  return [line("Where", column), ...rows.map(([place, count]) => line(place, `${count}`))];
}

/** Meetings that the person was in, one for each session of a room. */
export function meetingLines(stays: readonly Stay[], identity: string): readonly string[] {
  const meetings = new Map(stays.map((stay) => [roomSidOf(stay) ?? stay.sid, roomOf(stay)]));
  if (meetings.size === 0) return [];
  return [
    `Of these meetings there may be sealed reports and other copies that name them (rollcall redact <file> ${shown(identity)}):`,
    ...[...meetings].map(([id, room]) => `  ${shown(id)} in ${shown(room)}`),
  ];
}

export function openLines(stays: readonly Stay[]): readonly string[] {
  const open = stays.filter(isOpen).length;
  if (open === 0) return [];
  return [
    `${open} of their stays ${open === 1 ? "has" : "have"} not ended: what LiveKit says of ${open === 1 ? "it" : "these"} from now on still names them in NATS, for as long as EVIDENCE is kept. Run this again when they have left.`,
  ];
}

export function elsewhereLines({ archive: { elsewhere } }: Named): readonly string[] {
  if (elsewhere === 0) return [];
  return [
    `${counted(elsewhere, "record")} hold${elsewhere === 1 ? "s" : ""} the same text where no identity stands, such as rooms' names and metadata; that stays.`,
  ];
}

/** What no command can reach. */
export const outOfReach =
  "Not reached: backups, MongoDB's oplog until it has rolled over, exported reports, LiveKit itself, and what applications keep.";
