import { span, type Instant } from "@rollcall/domain";
import type { Row, Told } from "./row.ts";

/** A row of a system that keeps one per session, as it stands. */
export interface OpenRow {
  readonly sid: string;
  readonly identity: string;
  readonly room: string;
  readonly joinedAt: Instant;
  start: Instant;
  /** The last instant at which anything showed the session. */
  shownAt: Instant;
  end: Ended | null;
  readonly told: Told[];
}

interface Ended {
  readonly at: Instant;
  /** LiveKit's own word about this session; a list that shows it is older. */
  readonly isFinal: boolean;
}

export type OpenRows = Map<string, OpenRow>;

export function addRow(
  rows: OpenRows,
  { sid, identity, room, joinedAt }: Pick<OpenRow, "sid" | "identity" | "room" | "joinedAt">,
  at: Instant,
): OpenRow {
  const told = [{ at, ended: false }];
  const row = { sid, identity, room, joinedAt, start: joinedAt, shownAt: joinedAt, end: null, told };
  rows.set(sid, row);
  return row;
}

/** LiveKit lets one session per identity into a room: whoever joins again has left the session before. */
export function keepNewest(rows: OpenRows, row: OpenRow, at: Instant): void {
  for (const other of rows.values()) {
    if (other.identity !== row.identity || other.room !== row.room) continue;
    if (other.joinedAt < row.joinedAt) end(other, row.joinedAt, at, false);
    if (other.joinedAt > row.joinedAt) end(row, other.joinedAt, at, false);
  }
}

/** Ends a row that has not ended; LiveKit's own word corrects an end that was concluded. */
export function end(row: OpenRow, exit: Instant, at: Instant, isFinal: boolean): void {
  if (row.end !== null && (row.end.isFinal || !isFinal)) return;
  row.end = { at: Math.max(exit, row.start), isFinal };
  tell(row, at, true);
}

/** Takes back an end that was concluded. */
export function reopen(row: OpenRow, at: Instant): void {
  if (row.end === null || row.end.isFinal) return;
  row.end = null;
  tell(row, at, false);
}

function tell(row: OpenRow, at: Instant, ended: boolean): void {
  if (row.told.at(-1)?.ended !== ended) row.told.push({ at, ended });
}

/** The rows as the report has them at last; a row that is still open runs on until then. */
export const rowsAt = (rows: OpenRows, endsAt: Instant): ReadonlyMap<string, Row> =>
  new Map(
    [...rows.values()].map(({ sid, identity, room, start, end: ended, told }) => {
      const exit = ended?.at ?? null;
      return [sid, { sid, identity, room, told, end: exit, credited: span(start, exit ?? endsAt) }];
    }),
  );
