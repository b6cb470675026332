import {
  meetingsOf,
  resolve,
  sightOf,
  type Instant,
  type Meeting,
  type Policy,
  type ResolvedStay,
  type Sight,
} from "@rollcall/domain";
import type { RoomDocuments } from "./room-documents.ts";

/** What a room's documents mean at an instant. */
export interface Room {
  readonly documents: RoomDocuments;
  readonly stays: readonly ResolvedStay[];
  /** Oldest first. */
  readonly meetings: readonly Meeting[];
  readonly sight: Sight;
}

export function resolveRoom(documents: RoomDocuments, now: Instant, policy: Policy): Room {
  const { room, sessions, livekit, look } = documents;
  const stays = resolve({ sessions, stays: documents.stays, now, policy });
  const asked = { sessions, roomsListedAt: livekit.askedUntil?.at ?? null, lookedAt: look?.askedAt ?? null };
  const sight = sightOf(asked, now, policy);
  const meetings = meetingsOf({ room, sessions, stays, livekitTroubles: livekit.troubles, sight });
  return { documents, stays, meetings, sight };
}

export function latestOf(instants: readonly (Instant | null | undefined)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null && instant !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
