import type { Attendee, Instant, Meeting, Policy } from "@rollcall/domain";
import { timeText } from "@rollcall/reading";
import { shown } from "./shown.ts";
import { lengthText } from "./explain/words.ts";
import type { Rebuilt } from "./fold-archive.ts";
import { meetingAsOf } from "./meeting-as-of.ts";

export interface AsOf {
  readonly asOf: Instant;
  readonly meeting?: string | undefined;
  readonly policy: Policy;
}

/** What was known at an instant, in plain lines. */
export function asOfText(rebuilt: Rebuilt, { asOf, meeting: id, policy }: AsOf): string {
  const { records, silent, unreadable, later, stays, rooms } = rebuilt;
  const lines = [
    `As of ${timeText(asOf)}: ${records} records, ${later} came later; ${records - silent - unreadable} folded, ${silent} say nothing about attendance, ${unreadable} cannot be read.`,
    `They give ${stays.size} stays and ${rooms.size} room sessions.`,
  ];
  if (id === undefined) return lines.join("\n");
  const meeting = meetingAsOf(rebuilt, id, asOf, policy);
  if (meeting === null) return [...lines, `Nothing was known of a meeting ${shown(id)}.`].join("\n");
  return [...lines, ...meetingLines(meeting)].join("\n");
}

function meetingLines({ id, room, startedAt, endedAt, attendees }: Meeting): readonly string[] {
  const until = endedAt === null ? "and went on" : `until ${timeText(endedAt)}`;
  return [
    `Meeting ${shown(id)} in ${shown(room)}, from ${timeText(startedAt)} ${until}, ${attendees.length} people:`,
    ...attendees.map(attendeeLine),
  ];
}

const attendeeLine = ({ identity, state, attended }: Attendee): string =>
  `  ${shown(identity)}: ${state}, ${lengthText(attended.creditedMs)} credited (${lengthText(attended.minimumMs)} to ${lengthText(attended.maximumMs)})`;
