import type { Mark } from "./instant.ts";
import type { Span } from "./span.ts";
import type { Claim } from "./stay.ts";

/** One life of a room as evidence has it so far; merged like a stay. */
export interface RoomSession {
  /** LiveKit's room SID, or `room:<name>` for what is known of a room without any SID. */
  readonly sid: string;
  readonly name: readonly Claim[];
  readonly starts: readonly Mark[];
  readonly finishes: readonly Mark[];
  /** Spans in which anybody present for longer than the horizon would have been listed. */
  readonly verified: readonly Span[];
  /** Spans in which LiveKit was asked in vain, by reason. */
  readonly troubles: Troubles;
}

export type Troubles = readonly Trouble[];

export interface Trouble {
  readonly reason: string;
  readonly spans: readonly Span[];
}

export const emptyRoomSession = (sid: string): RoomSession => ({
  sid,
  name: [],
  starts: [],
  finishes: [],
  verified: [],
  troubles: [],
});

export const nameOf = (session: RoomSession): string => session.name[0]?.value ?? "";

/** The key under which trouble is kept when no room SID is known. */
export const roomKey = (room: string): string => `room:${room}`;

/** What is known about LiveKit as a whole. */
export interface LiveKit {
  /** The last instant at which LiveKit listed its rooms. */
  readonly askedUntil: Mark | null;
  readonly troubles: Troubles;
}

export const emptyLiveKit: LiveKit = { askedUntil: null, troubles: [] };

/** Rooms that the verifier makes to prove that media nodes answer. No person is ever in them. */
export const controlRoomPrefix = "rollcall-control-";
export const isControlRoom = (room: string): boolean => room.startsWith(controlRoomPrefix);
