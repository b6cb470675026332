import type { Attendee, Instant, Meeting } from "@rollcall/domain";
import { secondsOf } from "@rollcall/reading";
import { stringify } from "csv-stringify/sync";
import { zonedText } from "./zoned-text.ts";

const columns = [
  "meeting",
  "room",
  "identity",
  "name",
  "state",
  "first_joined_at",
  "last_left_at",
  "credited_seconds",
  "minimum_seconds",
  "maximum_seconds",
  "stays",
  "time_zone",
] as const;

/**
 * One row per person, times in the given time zone with its offset. `last_left_at` is empty while somebody is in the
 * room. Begins with a byte order mark, without which spreadsheets garble names.
 */
export const meetingCsv = (meeting: Meeting, timeZone: string): string =>
  stringify(
    meeting.attendees.map((attendee) => rowOf(meeting, attendee, timeZone)),
    {
      header: true,
      columns: [...columns],
      bom: true,
      record_delimiter: "windows",
      // By itself it leaves a lone line feed bare, at which spreadsheets begin another row.
      quoted_match: /[\r\n]/,
    },
  );

function rowOf(
  { id, room }: Meeting,
  attendee: Attendee,
  timeZone: string,
): Record<(typeof columns)[number], string | number> {
  const { identity, name, state, attended, stays } = attendee;
  const text = (at: Instant | null) => (at === null ? "" : zonedText(at, timeZone));
  return {
    meeting: id,
    room: defused(room),
    identity: defused(identity),
    name: defused(name),
    state,
    first_joined_at: text(Math.min(...stays.map(({ start }) => start.at))),
    last_left_at: text(lastLeftAt(attendee)),
    credited_seconds: secondsOf(attended.creditedMs),
    minimum_seconds: secondsOf(attended.minimumMs),
    maximum_seconds: secondsOf(attended.maximumMs),
    stays: stays.length,
    time_zone: timeZone,
  };
}

function lastLeftAt({ stays }: Attendee): Instant | null {
  const ends = stays.map(({ end }) => end?.at ?? Infinity);
  const last = Math.max(...ends);
  return last === Infinity ? null : last;
}

/**
 * Spreadsheets execute cells that begin like a formula. Those that split rows at semicolons or tabs, as they do in
 * many countries, see the beginning of a cell behind each of these too.
 */
const defused = (cell: string): string =>
  cell.replace(/([;\t\r\n])(?=\s*[=+\-@＝＋－＠])/gu, "$1'").replace(/^(?=\s*[=+\-@＝＋－＠])/u, "'");
