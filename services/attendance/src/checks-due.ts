import type { RoomCheck } from "@rollcall/contracts";
import { isControlRoom, touchedBy, type Evidence } from "@rollcall/domain";
import type { Changes } from "@rollcall/store";

const reasons = new Map<Evidence["kind"], RoomCheck["reason"]>([
  ["participant_left", "left"],
  ["participant_connection_aborted", "left"],
  ["participant_joined", "hint"],
  ["room_started", "hint"],
  ["room_finished", "hint"],
]);

/**
 * A look for each room in which somebody came or went, or that began or ended. Evidence that was known already
 * asks for none: replaying a year of it must not set the verifier to work.
 */
export function checksDue(evidence: readonly Evidence[], saved: readonly Changes[]): readonly RoomCheck[] {
  const changed = new Set(
    saved.flatMap(({ stays, rooms }) => [...stays, ...rooms].map(({ after }) => after.sid)),
  );
  const due = evidence.flatMap((piece) => {
    const reason = reasons.get(piece.kind);
    if (reason === undefined || !("roomSid" in piece) || isControlRoom(piece.room)) return [];
    const { stays, rooms } = touchedBy(piece);
    return [...stays, ...rooms].some((sid) => changed.has(sid)) ? [{ ...piece, reason }] : [];
  });
  return [...Map.groupBy(due, ({ room }) => room)].map(([room, pieces]) => ({
    room,
    roomSids: [...new Set(pieces.flatMap(({ roomSid }) => roomSid ?? []))],
    reason: pieces.some(({ reason }) => reason === "left") ? ("left" as const) : ("hint" as const),
    earlier: [],
  }));
}
