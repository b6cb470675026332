import { isDeepStrictEqual } from "node:util";
import {
  emptyLiveKit,
  emptyRoomSession,
  emptyStay,
  foldLiveKit,
  foldRoomSession,
  foldStay,
  type Evidence,
  type LiveKit,
  type RoomSession,
  type Stay,
} from "@rollcall/domain";
import type { Writes } from "@rollcall/store";

/** A stored document, and what can be asked of it without knowing its kind. */
export interface Kept {
  readonly name: string;
  /** Whether it says something that these pieces of evidence do not add up to. */
  readonly saysMoreThan: (about: readonly Evidence[]) => boolean;
  readonly lacks: (piece: Evidence) => boolean;
}

export const keptStay = (stay: Stay): Kept => kept(stay.sid, stay, emptyStay(stay.sid), foldStay);

export const keptSession = (session: RoomSession): Kept =>
  kept(session.sid, session, emptyRoomSession(session.sid), foldRoomSession);

export const keptLiveKit = (livekit: LiveKit): Kept => kept("livekit", livekit, emptyLiveKit, foldLiveKit);

export const keptBy = ({ stays, rooms, livekit }: Writes): readonly Kept[] => [
  ...stays.map(({ document }) => keptStay(document)),
  ...rooms.map(({ document }) => keptSession(document)),
  ...(livekit === null ? [] : [keptLiveKit(livekit.document)]),
];

/** Folding the same evidence into it and into nothing gives the same, unless it knew more. */
const kept = <T>(name: string, document: T, empty: T, fold: (into: T, piece: Evidence) => T): Kept => ({
  name,
  saysMoreThan: (about) => !isDeepStrictEqual(about.reduce(fold, document), about.reduce(fold, empty)),
  lacks: (piece) => !isDeepStrictEqual(fold(document, piece), document),
});
