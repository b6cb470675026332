import {
  emptyLiveKit,
  emptyRoomSession,
  emptyStay,
  foldLiveKit,
  foldRoomSession,
  foldStay,
  isOpen,
  nameOf,
  roomOf,
  touchedBy,
  type Evidence,
  type LiveKit,
  type RoomSession,
  type Stay,
} from "../src/index.ts";

/** What attendance would have stored: the documents that evidence adds up to. */
export interface Records {
  readonly stays: Map<string, Stay>;
  readonly rooms: Map<string, RoomSession>;
  livekit: LiveKit;
}

export const emptyRecords = (): Records => ({ stays: new Map(), rooms: new Map(), livekit: emptyLiveKit });

export const recordsOf = (evidence: Iterable<Evidence>): Records => {
  const records = emptyRecords();
  for (const piece of evidence) record(records, piece);
  return records;
};

/** Folds one piece of evidence into the documents that it names; a document that says nothing is not kept. */
export function record(records: Records, evidence: Evidence): void {
  const touched = touchedBy(evidence);
  for (const sid of touched.stays) {
    const known = records.stays.get(sid) ?? emptyStay(sid);
    const folded = foldStay(known, evidence);
    if (folded !== known) records.stays.set(sid, folded);
  }
  for (const sid of touched.rooms) {
    const known = records.rooms.get(sid) ?? emptyRoomSession(sid);
    const folded = foldRoomSession(known, evidence);
    if (folded !== known) records.rooms.set(sid, folded);
  }
  if (touched.livekit) records.livekit = foldLiveKit(records.livekit, evidence);
}

export const staysOf = (records: Records, room: string): readonly Stay[] =>
  [...records.stays.values()].filter((stay) => roomOf(stay) === room);

export const sessionsOf = (records: Records, room: string): readonly RoomSession[] =>
  [...records.rooms.values()].filter((session) => nameOf(session) === room);

export const openStays = (records: Records): readonly Stay[] => [...records.stays.values()].filter(isOpen);

/** The documents as plain values in order of their keys, to compare. */
export const asValues = (records: Records) => ({
  stays: sortedValues(records.stays),
  rooms: sortedValues(records.rooms),
  livekit: records.livekit,
});

const sortedValues = <T extends { readonly sid: string }>(documents: Map<string, T>): readonly T[] =>
  [...documents.values()].toSorted((a, b) => (a.sid < b.sid ? -1 : 1));
