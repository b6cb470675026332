import type { Listed } from "@rollcall/domain";
import type { Poll } from "@rollcall/domain/testing";
import { addRow, keepNewest, type OpenRow, type OpenRows } from "./open-rows.ts";

/** Everybody whom a poll shows with media, by SID. */
export const peopleIn = ({ rooms }: Poll): readonly (Listed & { readonly room: string })[] =>
  [...(rooms ?? [])].flatMap(([room, listing]) =>
    listing.is === "listed"
      ? listing.participants
          .filter(({ kind, hidden, state }) => kind === "STANDARD" && !hidden && state === "ACTIVE")
          .map((entry) => ({ ...entry, room }))
      : [],
  );

/** The rows of those whom a poll shows; a row is made for whoever was unknown, so a lost `joined` heals. */
export function rowsShown(rows: OpenRows, poll: Poll): readonly OpenRow[] {
  return peopleIn(poll).map(({ sid, identity, room, joinedAt }) => {
    const known = rows.get(sid);
    const row = known ?? addRow(rows, { sid, identity, room, joinedAt: joinedAt ?? poll.askedAt }, poll.at);
    row.shownAt = Math.max(row.shownAt, poll.askedAt);
    if (known === undefined) keepNewest(rows, row, poll.at);
    return row;
  });
}
