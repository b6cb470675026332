import { randomUUID } from "node:crypto";
import type { Listed } from "@rollcall/domain";
import { participantsSchema, roomsSchema } from "./room-answers.ts";
import {
  callTwirp,
  refusalCode,
  type LiveKitAccess,
  type LiveKitCode,
  type TwirpAnswer,
  type TwirpCall,
} from "./twirp.ts";

export type RoomServiceOptions = LiveKitAccess & {
  /** For one call; default 6 s, twice what LiveKit takes to say that no media node answers. */
  readonly timeoutMs?: number;
  /** From when on `unavailable` says that no media node answered; sooner it is a failed call. Default 2.5 s. */
  readonly silentAfterMs?: number;
};

export type Failed = { readonly is: "failed"; readonly why: LiveKitCode; readonly tookMs: number };

/** Times in our own clock, milliseconds since the epoch. */
export type ListedRooms =
  | {
      readonly is: "answered";
      readonly askedAt: number;
      readonly answeredAt: number;
      readonly rooms: readonly { readonly sid: string; readonly name: string }[];
    }
  | Failed;

export type ListedParticipants =
  { readonly is: "listed"; readonly participants: readonly Listed[] } | { readonly is: "no_node" } | Failed;

/** "silent": no media node answered for it within LiveKit's own three seconds, or the one that did lacks it. */
export type NodeAnswer = "answered" | "silent" | { readonly failed: LiveKitCode };

export type ListingModeAnswer = "psrpc" | "store" | { readonly failed: LiveKitCode };

/** What LiveKit's API says. Every outcome is a value; nothing here throws for LiveKit's sake. One attempt per call. */
export type RoomService = {
  listRooms(): Promise<ListedRooms>;
  listParticipants(room: string): Promise<ListedParticipants>;
  /** Asks the media node that holds the identity's session, in whatever state, and changes nothing. */
  probe(room: string, identity: string): Promise<NodeAnswer>;
  /** Asks the media node that hosts this room of ours; makes the room when there is none. */
  control(room: string): Promise<NodeAnswer>;
  /** Ends a room of ours. */
  remove(room: string): Promise<NodeAnswer>;
  /** Who answers ListParticipants: the media nodes (`psrpc`) or LiveKit's store. */
  detectListingMode(): Promise<ListingModeAnswer>;
};

/** A control room without people lives this long after it was last made anew. */
const controlRoomSeconds = 6 * 3600;

export function openRoomService(options: RoomServiceOptions): RoomService {
  const { timeoutMs = 6000, silentAfterMs = 2500 } = options;
  const call = (method: string, grant: TwirpCall["grant"], body: TwirpCall["body"]) =>
    callTwirp(options, { method, grant, body }, timeoutMs);
  const listParticipants = async (room: string) =>
    participantsFrom(await call("ListParticipants", { roomAdmin: true, room }, { room }), silentAfterMs);
  return {
    async listRooms() {
      const askedAt = Date.now();
      return roomsFrom(await call("ListRooms", { roomList: true }, {}), askedAt);
    },
    listParticipants,
    async probe(room, identity) {
      const body = { room, identity, track_sids: [], subscribe: false };
      return nodeAnswer(await call("UpdateSubscriptions", { roomAdmin: true, room }, body), silentAfterMs);
    },
    async control(name) {
      const body = { name, empty_timeout: controlRoomSeconds };
      return nodeAnswer(await call("CreateRoom", { roomCreate: true }, body), silentAfterMs);
    },
    async remove(room) {
      return nodeAnswer(await call("DeleteRoom", { roomCreate: true }, { room }), silentAfterMs);
    },
    detectListingMode: async () => modeFrom(await listParticipants(`no-such-room-${randomUUID()}`)),
  };
}

function roomsFrom(answer: TwirpAnswer, askedAt: number): ListedRooms {
  if (answer.is !== "answered") return failed(answer);
  const rooms = roomsSchema.safeParse(answer.json);
  if (!rooms.success) return unreadable(answer);
  return { is: "answered", askedAt, answeredAt: Date.now(), rooms: rooms.data };
}

function participantsFrom(answer: TwirpAnswer, silentAfterMs: number): ListedParticipants {
  if (isSilence(answer, silentAfterMs)) return { is: "no_node" };
  if (answer.is !== "answered") return failed(answer);
  const participants = participantsSchema.safeParse(answer.json);
  return participants.success ? { is: "listed", participants: participants.data } : unreadable(answer);
}

function nodeAnswer(answer: TwirpAnswer, silentAfterMs: number): NodeAnswer {
  if (isSilence(answer, silentAfterMs)) return "silent";
  if (answer.is !== "answered") return { failed: failed(answer).why };
  // A proxy's friendly page is no answer of a media node.
  return typeof answer.json === "object" && answer.json !== null ? "answered" : { failed: "livekit_error" };
}

function modeFrom(listing: ListedParticipants): ListingModeAnswer {
  switch (listing.is) {
    case "listed":
      return "store";
    case "no_node":
      return "psrpc";
    case "failed":
      return { failed: listing.why };
  }
}

/**
 * LiveKit's own "no media node answers", which takes it 3.0 s; a quick 503 is somebody's overload, or a proxy.
 * `not_found` comes in milliseconds from a node that still listens for a session which it has just removed
 * (measured: 10 of 504 probes around the exits of 30 people): it lacks it, and that is no failed call.
 */
function isSilence(answer: TwirpAnswer, silentAfterMs: number): boolean {
  if (answer.is !== "refused") return false;
  if (answer.status === 404 && answer.code === "not_found") return true;
  return answer.status === 503 && answer.code === "unavailable" && answer.tookMs >= silentAfterMs;
}

function failed(answer: Exclude<TwirpAnswer, { readonly is: "answered" }>): Failed {
  const why = answer.is === "failed" ? answer.why : refusalCode(answer.status);
  return { is: "failed", why, tookMs: answer.tookMs };
}

const unreadable = ({ tookMs }: TwirpAnswer): Failed => ({ is: "failed", why: "livekit_error", tookMs });
