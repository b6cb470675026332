/** Names of streams, consumers and subjects. Written nowhere else. */

export const streams = {
  evidence: "EVIDENCE",
  checks: "CHECKS",
  dead: "DEAD",
  advisories: "ADVISORIES",
} as const;

export const subjects = {
  allEvidence: "evidence.>",
  snapshot: "evidence.snapshot",
  census: "evidence.census",
  /** The event's name comes from outside: only LiveKit's own alphabet passes, all else is `unknown`. */
  webhook: (event: string) => `evidence.webhook.${/^[a-z_]{1,64}$/.test(event) ? event : "unknown"}`,

  allChecks: "checks.>",
  checkRoom: "checks.room",
  sweep: "checks.sweep",
  sweepSchedule: "checks.schedule.sweep",
  /** One schedule per room, purpose and time bucket, so that many requests give one check. */
  roomSchedule: (room: RoomHash, purpose: "soon" | "again" | "closer", bucket: number) =>
    `checks.schedule.room.${room}.${purpose}.${bucket}`,

  allDead: "dead.>",
  dead: (consumer: string) => `dead.${consumer}`,
  maxDeliveries: "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>",
  terminated: "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>",

  changed: (room: RoomHash) => `changed.${room}`,
  allChanged: "changed.>",
} as const;

/** Durable consumers, each shared by all instances of its service. */
export const consumers = {
  attendance: { stream: streams.evidence, durable: "attendance", filters: [subjects.allEvidence] },
  verifier: { stream: streams.checks, durable: "verifier", filters: [subjects.checkRoom, subjects.sweep] },
  deadLetters: { stream: streams.advisories, durable: "dead_letters", filters: [subjects.maxDeliveries] },
} as const;

/** Endpoints of the NATS micro services. */
export const endpoints = {
  status: "attendance.v1.status",
  meeting: "attendance.v1.meeting",
  meetings: "attendance.v1.meetings",
  evidence: "attendance.v1.evidence",
  check: "verifier.v1.check",
  letters: "deadletters.v1.list",
  letter: "deadletters.v1.show",
  redrive: "deadletters.v1.redrive",
  drop: "deadletters.v1.drop",
} as const;

/** Headers of `evidence.webhook.*`; times are milliseconds since the epoch. */
export const webhookHeaders = {
  bodySha256: "Rollcall-Body-Sha256",
  apiKey: "Rollcall-Api-Key",
  issuedAt: "Rollcall-Issued-At",
  receivedAt: "Rollcall-Received-At",
  /** On looks too: the body is not as it came, because somebody was erased from it. */
  rewritten: "Rollcall-Rewritten",
} as const;

/**
 * Headers of a message that is published again: it needs another `Nats-Msg-Id`, or JetStream takes it for a duplicate,
 * and the archive needs the one that it had.
 */
export const againHeaders = {
  id: "Rollcall-Again-Id",
  /** The number of the dead letter that it was, and how often it had failed by then. It is tried once, not four times. */
  letter: "Rollcall-Again-Letter",
  attempts: "Rollcall-Again-Attempts",
} as const;

/** A room's name as it may stand in a subject: hexadecimal, so that no name from outside ever does. */
export type RoomHash = string & { readonly hash: "room" };
