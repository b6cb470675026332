import type { Instant } from "./instant.ts";

/**
 * Something that LiveKit said: a webhook, or a listing that the verifier asked for. Immutable.
 * The fold needs nothing else, and everything that Rollcall states can be traced to pieces of it.
 */
export type Evidence = ParticipantEvidence | RoomEvidence | TrackEvidence | Snapshot | Census;

/** The person and session that a webhook or a listing names. */
export interface Participant {
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  /** LiveKit's own word, raw: `STANDARD`, `SIP`, `AGENT`, … or one that does not exist yet. */
  readonly kind: string;
  readonly hidden: boolean;
  /** When the session began on LiveKit's node; null when LiveKit did not say. */
  readonly joinedAt: Instant | null;
}

interface Webhook {
  /** LiveKit's event id, the same in every delivery. */
  readonly id: string;
  /** LiveKit's stamp: a whole second, truncated. */
  readonly createdAt: Instant;
  /** When ingress received it, in ingress's clock. */
  readonly receivedAt: Instant;
  readonly room: string;
  readonly roomSid: string | null;
}

export interface ParticipantEvidence extends Webhook {
  readonly kind: "participant_joined" | "participant_left" | "participant_connection_aborted";
  readonly participant: Participant;
  /** Whether LiveKit called the participant DISCONNECTED (a joined can be overtaken by its own end). */
  readonly disconnected: boolean;
  /** LiveKit's disconnect reason, raw; `UNKNOWN_REASON` when absent. */
  readonly reason: string;
}

export interface RoomEvidence extends Webhook {
  readonly kind: "room_started" | "room_finished";
}

/** A track came or went: whose it was proves that this session was there. */
export interface TrackEvidence extends Webhook {
  readonly kind: "track_published" | "track_unpublished";
  readonly participant: Pick<Participant, "sid" | "identity">;
}

/** The verifier's record of one look at one room. */
export interface Snapshot {
  readonly kind: "snapshot";
  readonly id: string;
  readonly room: string;
  /** Room sessions that the look speaks of: those of the open stays and of LiveKit's own list. */
  readonly roomSids: readonly string[];
  /** The session that LiveKit's own list of rooms names now; null when it names none or could not be asked. */
  readonly roomSid: string | null;
  /** The earliest instant at which the look can have begun, and the latest at which it can have ended. */
  readonly askedAt: Instant;
  readonly answeredAt: Instant;
  /** Anybody present for longer than this before `answeredAt` would have been listed. */
  readonly horizonMs: number;
  /** Why the look proves nothing about who is absent; null for a good look. */
  readonly trouble: string | null;
  /** Listed ACTIVE and believed. */
  readonly present: readonly Participant[];
  /** Listed, but not (yet) ACTIVE. */
  readonly joining: readonly (Participant & { readonly state: "JOINING" | "JOINED" })[];
  readonly absent: readonly Absence[];
  readonly undecided: readonly Undecided[];
}

/** A session that is provably not in the room: how, and since which look. */
export interface Absence {
  readonly sid: string;
  readonly why: "silent" | "ghost" | "replaced";
  readonly firstLookAt: Instant;
}

/** An open session about which the look could not decide. */
export interface Undecided {
  readonly sid: string;
  readonly why: string;
  /** Whether LiveKit still knew something of it: it must not be given up as lost. */
  readonly heard: boolean;
}

/** The verifier's record of asking LiveKit for all its rooms. */
export interface Census {
  readonly kind: "census";
  readonly id: string;
  readonly askedAt: Instant;
  readonly answeredAt: Instant;
  readonly horizonMs: number;
  readonly trouble: string | null;
}
