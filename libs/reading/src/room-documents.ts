import {
  emptyRoomSession,
  emptyStay,
  foldRoomSession,
  foldStay,
  roomOf,
  touchedBy,
  type Instant,
  type LiveKit,
  type RoomSession,
  type Snapshot,
  type Span,
  type Stay,
} from "@rollcall/domain";
import type { ReadingTools } from "./reading-tools.ts";

/** What is stored of one room within a window of time. */
export interface RoomDocuments {
  readonly room: string;
  readonly stays: readonly Stay[];
  readonly sessions: readonly RoomSession[];
  readonly livekit: LiveKit;
  /** When a look that is not stored yet asked about the room with success, and when it had its answer. */
  readonly look: { readonly askedAt: Instant; readonly answeredAt: Instant } | null;
}

export async function loadRoom(
  store: ReadingTools["store"],
  room: string,
  window: Span,
): Promise<RoomDocuments> {
  const [stays, sessions, livekit] = await Promise.all([
    store.staysInRoom(room, window),
    store.sessionsOfRoom(room, window),
    store.livekit(),
  ]);
  return { room, stays, sessions, livekit, look: null };
}

/**
 * The documents as they will be once the snapshot is stored. The fold is commutative and idempotent, so it does not
 * matter whether it is stored by now.
 */
export function withSnapshot(documents: RoomDocuments, snapshot: Snapshot): RoomDocuments {
  if (snapshot.room !== documents.room) return documents;
  const touched = touchedBy(snapshot);
  const stays = foldInto(documents.stays, touched.stays, emptyStay, (stay) => foldStay(stay, snapshot));
  const { askedAt, answeredAt } = snapshot;
  return {
    ...documents,
    stays: stays.filter((stay) => roomOf(stay) === documents.room),
    sessions: foldInto(documents.sessions, touched.rooms, emptyRoomSession, (session) =>
      foldRoomSession(session, snapshot),
    ),
    look: snapshot.trouble === null ? { askedAt, answeredAt } : documents.look,
  };
}

function foldInto<T extends { readonly sid: string }>(
  known: readonly T[],
  touched: readonly string[],
  empty: (sid: string) => T,
  fold: (document: T) => T,
): readonly T[] {
  const bySid = new Map(known.map((document) => [document.sid, document]));
  for (const sid of touched) bySid.set(sid, fold(bySid.get(sid) ?? empty(sid)));
  return [...bySid.values()];
}
