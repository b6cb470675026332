import type { Participant } from "./evidence.ts";
import type { Instant } from "./instant.ts";

/** What one look at a room found, as facts; times in LiveKit's clock. */
export interface Look {
  /** The earliest instant at which the look can have begun. */
  readonly askedAt: Instant;
  readonly mode: "psrpc" | "store";
  /** ListParticipants: united answers, or why there is none. "no_node" says that no media node holds the room. */
  readonly listing: Listing;
  /** In store mode, a second listing taken after the probes; null elsewhere. */
  readonly listingAfter: Listing | null;
  /** By identity: whether a media node answered for it. */
  readonly probes: ReadonlyMap<string, ProbeResult>;
  /** Whether a media node answered anything while the probes were out. Silence without that means nothing. */
  readonly control: boolean;
}

export type Listing =
  | { readonly is: "listed"; readonly participants: readonly Listed[] }
  | { readonly is: "no_node" }
  | { readonly is: "failed"; readonly why: string };

export interface Listed extends Participant {
  readonly state: "JOINING" | "JOINED" | "ACTIVE" | "DISCONNECTED";
}

export type ProbeResult = "answered" | "silent" | "failed";

/** What a later look must know of an earlier one. It travels in the follow-up's message. */
export interface EarlierLook {
  readonly askedAt: Instant;
  /** Open stays that were not listed and for which no media node answered, with a control. */
  readonly silent: readonly string[];
  /** Those for which no media node answered although the store listed them, with a control. */
  readonly ghosts: readonly string[];
}
