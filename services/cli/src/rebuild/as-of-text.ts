import type { Attendee, Instant, Meeting } from "@rollcall/domain";
import { timeText } from "@rollcall/reading";
import { lengthText } from "../explain/words.ts";
import { shown } from "../shown.ts";
import type { SinceThen } from "./compare-as-of.ts";
import type { Rebuilt } from "./fold-archive.ts";
import { counted, isOrAre } from "../counted.ts";

export interface AsOf {
  readonly asOf: Instant;
  readonly since: SinceThen;
  /** The meeting that is asked about, if one is. */
  readonly meeting: MeetingThen | null;
}

export interface MeetingThen {
  /** What it was asked for by. */
  readonly name: string;
  /** As it was known then, and as it stands now. */
  readonly known: Meeting | null;
  readonly now: Meeting | null;
}

/** What was known at an instant, and what later evidence has made of it, in plain lines. */
export function asOfText(rebuilt: Rebuilt, { asOf, since, meeting }: AsOf): string {
  const { records, silent, unreadable, later, stays, rooms } = rebuilt;
  const lines = [
    `As of ${timeText(asOf)}: ${counted(records, "record")}, ${later} came later; ${records - silent - unreadable} folded, ${silent} say nothing about attendance, ${unreadable} cannot be read.`,
    `They give ${counted(stays.size, "stay")} and ${counted(rooms.size, "room session")}. ${since.same} of these ${isOrAre(since.same)} stored unchanged, ${since.changed} otherwise: rebuild --verify without --as-of tells whether later evidence makes them so.`,
    ...missingLines(since.missing),
  ];
  return [...lines, ...(meeting === null ? [] : meetingLines(meeting))].join("\n");
}

const missingLines = (missing: readonly string[]): readonly string[] =>
  missing.length === 0
    ? []
    : [
        `${missing.length} of them ${isOrAre(missing.length)} not stored any more:`,
        ...missing.map((one) => `  ${shown(one)}`),
      ];

function meetingLines({ name, known, now }: MeetingThen): readonly string[] {
  if (known === null) return [`Nothing was known of a meeting ${shown(name)}.`];
  const { id, room, startedAt, endedAt, attendees } = known;
  const until = endedAt === null ? "and went on" : `until ${timeText(endedAt)}`;
  const identities = new Set(attendees.map(({ identity }) => identity));
  const since = (now?.attendees ?? []).filter(({ identity }) => !identities.has(identity));
  return [
    `Meeting ${shown(id)} in ${shown(room)}, from ${timeText(startedAt)} ${until}, ${counted(attendees.length, "person", "people")}:`,
    ...attendees.map((attendee) => attendeeLine(attendee, now)),
    ...since.map((one) => `  ${shown(one.identity)}: not known then; now ${attendedText(one)}`),
  ];
}

function attendeeLine(attendee: Attendee, now: Meeting | null): string {
  const then = attendedText(attendee);
  const later = now?.attendees.find(({ identity }) => identity === attendee.identity);
  const changed = later === undefined || attendedText(later) === then ? "" : `; now ${attendedText(later)}`;
  return `  ${shown(attendee.identity)}: ${then}${changed}`;
}

const attendedText = ({ state, attended }: Attendee): string =>
  `${state}, ${lengthText(attended.creditedMs)} credited (${lengthText(attended.minimumMs)} to ${lengthText(attended.maximumMs)})`;
