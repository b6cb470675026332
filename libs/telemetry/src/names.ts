/** The registry of everything that telemetry may be called, each with its meaning. Names are written nowhere else. */

/** A span's name is one of these, or one of these, a space, and a low-cardinality destination. */
export const spans = {
  publish: "Handing one message to JetStream until it is stored (followed by its destination)",
  process: "Handling one message, or one batch, of a consumer (followed by its destination)",
  notify: "Sending a notice that may be lost (followed by its destination)",
  request: "Asking another service and waiting for its answer (followed by its endpoint)",
  serve: "Answering another service (followed by its endpoint)",
  "fold evidence": "Folding one batch of evidence into stays and room sessions",
  "write documents": "Writing the changed documents of one batch",
  "archive evidence": "Storing one batch of evidence for good",
  "announce changes": "Telling query which rooms changed",
  "push change": "Sending a change to the browsers that watch its room",
  "check room": "One look at a room, from the questions to the published snapshot",
  "sweep rooms": "Finding the rooms to look at and asking for a look at each",
  "ask livekit": "One call of LiveKit's API, repetitions included",
  "judge look": "Deciding who is present, absent or undecided",
} as const;

export type SpanName = keyof typeof spans | `${keyof typeof spans} ${string}`;

/** Attributes of spans and metrics. No names of people or rooms: SIDs may stand here, identities may not. */
export const attributes = {
  // OpenTelemetry's semantic conventions
  "messaging.system": "Always nats",
  "messaging.operation.name": "publish, process",
  "messaging.operation.type": "send, process",
  "messaging.destination.template": "The subject with its variable part left out",
  "messaging.destination.name": "The stream",
  "messaging.consumer.group.name": "The durable consumer",
  "messaging.message.id": "The Nats-Msg-Id: the webhook's or snapshot's id",
  "messaging.batch.message_count": "How many messages are handled together",
  "rpc.system.name": "Always nats",
  "rpc.method": "The endpoint of a request",
  "error.type": "A failure's stable code, or the kind of error when it has none",
  // our own
  "attendance.result": "What became of it: stored, duplicate, rejected, … or present, absent, undecided",
  "attendance.verdict":
    "What became of the message: done, away (a neighbour is away: tried again), failed (by itself)",
  "attendance.code": "The stable code of a failure",
  "attendance.event": "The webhook's event, from LiveKit's own list",
  "attendance.evidence.kind": "webhook, snapshot or census",
  "attendance.delivery.count":
    "How often the message has been delivered, this time included; above 1 is a redelivery",
  "attendance.duplicate": "The message was stored before",
  "attendance.stream.sequence": "The message's number in its stream",
  "attendance.room.sid": "LiveKit's room SID",
  "attendance.documents.read": "Documents loaded for a batch",
  "attendance.documents.changed": "Documents written for a batch",
  "attendance.check.purpose": "Why a room was looked at: sweep, left, hint, follow_up, demand",
  "attendance.listing.mode": "How LiveKit lists participants: psrpc or store",
  "attendance.livekit.method": "The method of LiveKit's API",
} as const;

export type AttributeName = keyof typeof attributes;
export type Attributes = { readonly [Name in AttributeName]?: string | number | boolean | undefined };

type Metric = { readonly name: string; readonly unit: string; readonly meaning: string };

export const counters = {
  webhooks: {
    name: "attendance.webhooks",
    unit: "{webhook}",
    meaning: "Webhooks received, by result and event",
  },
  conflicts: {
    name: "attendance.conflicts",
    unit: "{document}",
    meaning: "Writes that another instance overtook",
  },
  checks: { name: "attendance.checks", unit: "{check}", meaning: "Looks at rooms, by result" },
  judgements: { name: "attendance.judgements", unit: "{stay}", meaning: "Stays judged, by result" },
  livekitCalls: {
    name: "attendance.livekit.calls",
    unit: "{call}",
    meaning: "Calls of LiveKit's API, by method and result",
  },
  joinsHealed: {
    name: "attendance.joins.healed",
    unit: "{stay}",
    meaning: "Stays known from a listing because their joined webhook was lost",
  },
  leavesHealed: {
    name: "attendance.leaves.healed",
    unit: "{stay}",
    meaning: "Stays ended by absence because their left webhook was lost",
  },
  contradictions: {
    name: "attendance.contradictions",
    unit: "{stay}",
    meaning: "Stays about which LiveKit contradicted itself",
  },
  deadLetters: {
    name: "attendance.dead_letters",
    unit: "{message}",
    meaning: "Messages given up, by consumer and code",
  },
  messagesSent: {
    name: "messaging.client.sent.messages",
    unit: "{message}",
    meaning: "Messages published, by destination and error",
  },
  messagesConsumed: {
    name: "messaging.client.consumed.messages",
    unit: "{message}",
    meaning: "Messages handled, by consumer and verdict",
  },
  changesPushed: { name: "attendance.changes.pushed", unit: "{change}", meaning: "Changes sent to browsers" },
} as const satisfies Record<string, Metric>;

export const histograms = {
  durableAck: {
    name: "attendance.webhook.ack.duration",
    unit: "s",
    meaning: "From a webhook's arrival until it is stored",
  },
  evidenceLag: {
    name: "attendance.evidence.lag",
    unit: "s",
    meaning: "From the receipt of evidence until it is folded and written",
  },
  foldBatch: { name: "attendance.fold.batch.size", unit: "{message}", meaning: "Messages folded together" },
  checkDuration: { name: "attendance.check.duration", unit: "s", meaning: "One look at a room" },
  publishDuration: {
    name: "messaging.client.operation.duration",
    unit: "s",
    meaning: "From a publish until JetStream's confirmation",
  },
  processDuration: {
    name: "messaging.process.duration",
    unit: "s",
    meaning: "Handling one message or batch",
  },
} as const satisfies Record<string, Metric>;

export const gauges = {
  unverifiedStays: {
    name: "attendance.stays.unverified",
    unit: "{stay}",
    meaning: "Open stays whose last evidence is too old",
  },
  openStays: { name: "attendance.stays.open", unit: "{stay}", meaning: "Stays without an ending" },
  liveStreams: { name: "attendance.streams.live", unit: "{stream}", meaning: "Browsers that watch a room" },
  pending: {
    name: "attendance.consumer.pending",
    unit: "{message}",
    meaning: "Messages without a verdict yet, by consumer: those that wait, and those that are tried",
  },
  streamFilled: {
    name: "attendance.stream.filled",
    unit: "1",
    meaning:
      "Share of the room that a stream may take which is taken, by stream; at 1 nothing more is stored",
  },
  archiveSize: {
    name: "attendance.archive.size",
    unit: "By",
    meaning: "What the archive of evidence takes on MongoDB's disk",
  },
  diskFilled: {
    name: "attendance.store.disk.filled",
    unit: "1",
    meaning: "Share of the disk under MongoDB that is taken",
  },
  clockApart: {
    name: "attendance.livekit.clock.apart",
    unit: "s",
    meaning: "By how much LiveKit's clock is at least ahead of ours; negative when it is behind",
  },
  outage: {
    name: "attendance.bus.outage",
    unit: "s",
    meaning: "For how long NATS has been away; 0 while it is there",
  },
} as const satisfies Record<string, Metric>;

export type CounterName = keyof typeof counters;
export type HistogramName = keyof typeof histograms;
export type GaugeName = keyof typeof gauges;

/** Buckets in seconds, from a local write to a late retry. */
export const durationBuckets = [
  0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 600,
];
export const sizeBuckets = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000];
