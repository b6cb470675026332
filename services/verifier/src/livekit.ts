import type { Listing, Look } from "@rollcall/domain";

/** A room as LiveKit's own list names it. */
export interface NamedRoom {
  readonly name: string;
  readonly sid: string;
}

/** What a media node made of a call: "silent" when no node took it within LiveKit's own three seconds. */
export type NodeAnswer = "answered" | "silent";

/** What a look asks of LiveKit. A call that fails rejects with a `CodedError` whose code begins with `livekit_`. */
export interface LiveKit {
  listRooms(): Promise<readonly NamedRoom[]>;
  /** Who answers `listParticipants`; found out by asking. */
  listingMode(): Promise<Look["mode"]>;
  listParticipants(room: string): Promise<Exclude<Listing, { readonly is: "failed" }>>;
  /** Asks the media node that holds this identity; changes nothing. */
  probe(room: string, identity: string): Promise<NodeAnswer>;
  /** Asks whichever media node hosts a room of our own; makes the room when there is none. */
  control(room: string): Promise<NodeAnswer>;
}
