import { subjects, webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence, ParticipantEvidence, RoomEvidence, TrackEvidence } from "@rollcall/domain";

/** A piece of evidence as it travels: LiveKit's JSON, in which defaults are left out, or our own message. */
export function recordOf(evidence: Evidence): EvidenceRecord {
  switch (evidence.kind) {
    case "snapshot":
    case "census": {
      const subject = evidence.kind === "census" ? subjects.census : subjects.snapshot;
      return { id: evidence.id, subject, headers: {}, body: JSON.stringify({ version: 1, ...evidence }) };
    }
    default:
      return {
        id: evidence.id,
        subject: subjects.webhook(evidence.kind),
        headers: { [webhookHeaders.receivedAt]: String(evidence.receivedAt) },
        body: JSON.stringify(webhookOf(evidence)),
      };
  }
}

const webhookOf = (evidence: ParticipantEvidence | RoomEvidence | TrackEvidence) => ({
  event: evidence.kind,
  room: { ...(evidence.roomSid === null ? {} : { sid: evidence.roomSid }), name: evidence.room },
  ...("participant" in evidence ? { participant: participantOf(evidence) } : {}),
  id: evidence.id,
  createdAt: String(Math.floor(evidence.createdAt / 1_000)),
});

function participantOf(evidence: ParticipantEvidence | TrackEvidence) {
  if (!("reason" in evidence)) return evidence.participant;
  const { sid, identity, name, kind, hidden, joinedAt } = evidence.participant;
  return {
    sid,
    identity,
    state: evidence.disconnected ? "DISCONNECTED" : "ACTIVE",
    ...(name === "" ? {} : { name }),
    ...(joinedAt === null ? {} : { joinedAtMs: String(joinedAt) }),
    ...(kind === "STANDARD" ? {} : { kind }),
    ...(hidden ? { permission: { hidden } } : {}),
    ...(evidence.reason === "UNKNOWN_REASON" ? {} : { disconnectReason: evidence.reason }),
  };
}
