import { subjects, type EvidenceRecord } from "@rollcall/contracts";
import { identityOf, type Meeting } from "@rollcall/domain";

/** A meeting as one person may see it: their own row. */
export const onlyOwnRow = (meeting: Meeting, identity: string): Meeting => ({
  ...meeting,
  attendees: meeting.attendees.filter((attendee) => attendee.identity === identity),
  others: meeting.others.filter(({ stay }) => identityOf(stay) === identity),
});

/** Whether anything of a meeting is about the identity. */
export const isIn = (meeting: Meeting, identity: string): boolean => {
  const own = onlyOwnRow(meeting, identity);
  return own.attendees.length + own.others.length > 0;
};

const listsOfPeople = new Set(["present", "joining", "absent", "undecided"]);

/** A look at a room lists everybody in it; all but the entries about one stay are taken out. */
export function onlyOwnEntries(record: EvidenceRecord, sid: string): EvidenceRecord {
  if (record.subject !== subjects.snapshot) return record;
  const body = JSON.stringify(JSON.parse(record.body), (key, entry: unknown) =>
    listsOfPeople.has(key) && Array.isArray(entry) ? entry.filter((one) => one?.sid === sid) : entry,
  );
  return { ...record, body };
}
