import { isDeepStrictEqual } from "node:util";
import {
  emptyLiveKit,
  emptyRoomSession,
  emptyStay,
  foldLiveKit,
  foldRoomSession,
  foldStay,
  touchedBy,
  type Evidence,
  type LiveKit,
  type RoomSession,
  type Stay,
  type Touched,
} from "@rollcall/domain";
import type { Changes, Change, Documents, Versioned } from "./port.ts";

/** All documents that any of the evidence names. */
export function touchedByAll(evidence: readonly Evidence[]): Touched {
  const touched = evidence.map(touchedBy);
  return {
    stays: [...new Set(touched.flatMap(({ stays }) => stays))],
    rooms: [...new Set(touched.flatMap(({ rooms }) => rooms))],
    livekit: touched.some(({ livekit }) => livekit),
  };
}

/**
 * What evidence makes of the documents `among` those that it names; only real changes. Pure, and as indifferent to
 * order and repetition as the folds of the domain. What `documents` does not hold is taken as not stored.
 */
export function foldBatch(documents: Documents, evidence: readonly Evidence[], among: Touched): Changes {
  const stays = new Map(
    among.stays.map((sid) => [sid, documents.stays.get(sid)?.document ?? emptyStay(sid)]),
  );
  const rooms = new Map(
    among.rooms.map((sid) => [sid, documents.rooms.get(sid)?.document ?? emptyRoomSession(sid)]),
  );
  let livekit = documents.livekit?.document ?? emptyLiveKit;
  for (const piece of evidence) {
    const touched = touchedBy(piece);
    foldEach(stays, touched.stays, piece, foldStay);
    foldEach(rooms, touched.rooms, piece, foldRoomSession);
    if (among.livekit) livekit = foldLiveKit(livekit, piece);
  }
  return {
    stays: changesOf(stays, documents.stays, emptyStay),
    rooms: changesOf(rooms, documents.rooms, emptyRoomSession),
    livekit: changeOf<LiveKit>(documents.livekit, livekit, emptyLiveKit) ?? null,
  };
}

function foldEach<T extends Stay | RoomSession>(
  folded: Map<string, T>,
  sids: readonly string[],
  piece: Evidence,
  fold: (document: T, piece: Evidence) => T,
): void {
  for (const sid of sids) {
    const document = folded.get(sid);
    if (document !== undefined) folded.set(sid, fold(document, piece));
  }
}

const changesOf = <T extends Stay | RoomSession>(
  folded: ReadonlyMap<string, T>,
  stored: ReadonlyMap<string, Versioned<T>>,
  empty: (sid: string) => T,
): readonly Change<T>[] =>
  [...folded].flatMap(([sid, after]) => changeOf(stored.get(sid) ?? null, after, empty(sid)) ?? []);

/** Nothing for a document that stays as it is; a document that says nothing is never stored. */
function changeOf<T>(stored: Versioned<T> | null, after: T, empty: T): Change<T> | undefined {
  const before = stored?.document ?? empty;
  return isDeepStrictEqual(before, after) ? undefined : { before, after, version: stored?.version ?? 0 };
}
