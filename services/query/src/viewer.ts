/** Who asks, and what they may see. Inside NATS everybody is trusted; over HTTP a LiveKit access token decides. */
export type Viewer = { readonly is: "trusted" } | Bearer;

/** What a LiveKit access token grants, as far as it matters here. */
export interface Bearer {
  readonly is: "bearer";
  readonly identity: string | null;
  /** The room that the token is for. */
  readonly room: string | null;
  readonly isRoomAdmin: boolean;
  readonly mayListRooms: boolean;
  readonly mayCreateRooms: boolean;
}

/** What a viewer sees of a room: everybody, one person, or nothing. */
export type View =
  | { readonly of: "everybody" }
  | { readonly of: "self"; readonly identity: string }
  | { readonly of: "nothing" };

export const seesEveryRoom = (viewer: Viewer): boolean => viewer.is === "trusted" || viewer.mayListRooms;

export function viewOf(viewer: Viewer, room: string): View {
  if (viewer.is === "trusted" || viewer.mayListRooms) return { of: "everybody" };
  if (viewer.room !== room) return { of: "nothing" };
  if (viewer.isRoomAdmin) return { of: "everybody" };
  return viewer.identity === null ? { of: "nothing" } : { of: "self", identity: viewer.identity };
}
