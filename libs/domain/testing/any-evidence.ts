import * as fc from "fast-check";
import type { Evidence, Participant, Snapshot } from "../src/index.ts";

/**
 * Evidence without rhyme or reason: few names and instants, so that pieces meet, contradict each other and share ids.
 * LiveKit says nothing like it; what holds here holds by construction.
 */
const sid = fc.constantFrom("PA_1", "PA_2", "PA_3");
const instant = fc.integer({ min: 0, max: 20 }).map((half) => 1_000_000 + half * 500);
const room = fc.constantFrom("algebra", "choir");
const roomSid = fc.constantFrom(null, "RM_1", "RM_2");
const id = fc.integer({ min: 1, max: 12 }).map((number) => `EV_${number}`);
const reason = fc.constantFrom("CLIENT_INITIATED", "CONNECTION_TIMEOUT", "UNKNOWN_REASON");

const participant: fc.Arbitrary<Participant> = fc.record({
  sid,
  identity: fc.constantFrom("amina", "björn"),
  name: fc.constantFrom("", "Amina", "Björn"),
  kind: fc.constantFrom("STANDARD", "AGENT", "SIP", "EGRESS", "HOLOGRAM", "INGRESS"),
  hidden: fc.boolean(),
  joinedAt: fc.option(instant),
});

const webhook = { id, createdAt: instant, receivedAt: instant, room, roomSid };

const participantEvidence = fc.record({
  ...webhook,
  kind: fc.constantFrom("participant_joined", "participant_left", "participant_connection_aborted"),
  participant,
  disconnected: fc.boolean(),
  reason,
});

const roomEvidence = fc.record({ ...webhook, kind: fc.constantFrom("room_started", "room_finished") });

const trackEvidence = fc.record({
  ...webhook,
  kind: fc.constantFrom("track_published", "track_unpublished"),
  participant: fc.record({ sid, identity: fc.constantFrom("amina", "björn") }),
});

const asking = {
  id,
  askedAt: instant,
  answeredAt: instant,
  horizonMs: fc.constant(3_000),
  trouble: fc.constantFrom(null, null, "livekit_timeout", "no_control"),
};

const listed = fc.record({ participant, state: fc.constantFrom("JOINING", "JOINED") });

const why = fc.constantFrom("silent", "ghost", "replaced");

const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  ...asking,
  kind: fc.constant("snapshot"),
  room,
  roomSid,
  roomSids: fc.subarray(["RM_1", "RM_2"]),
  present: fc.array(participant, { maxLength: 2 }),
  joining: fc.array(
    listed.map((entry) => ({ ...entry.participant, state: entry.state })),
    { maxLength: 2 },
  ),
  absent: fc.array(fc.record({ sid, why, firstLookAt: instant }), { maxLength: 2 }),
  undecided: fc.array(fc.record({ sid, why: fc.constant("silent_once"), heard: fc.boolean() }), {
    maxLength: 2,
  }),
});

const census = fc.record({ ...asking, kind: fc.constant("census") });

export const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  participantEvidence,
  participantEvidence,
  roomEvidence,
  trackEvidence,
  snapshot,
  snapshot,
  census,
);
