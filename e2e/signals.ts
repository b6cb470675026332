/** What the trace of one webhook must hold: each span, and the span that it follows from. */
export const edges = [
  ["ingress", "POST /livekit/webhook", null],
  ["ingress", "publish evidence.webhook.participant_joined", "ingress POST /livekit/webhook"],
  [
    "attendance",
    "process evidence.webhook.participant_joined",
    "ingress publish evidence.webhook.participant_joined",
  ],
  ["attendance", "fold evidence", "attendance process evidence.webhook.participant_joined"],
  ["attendance", "write documents", "attendance fold evidence"],
  ["attendance", "insert stays", "attendance write documents"],
  ["attendance", "notify changed.*", "attendance process evidence.webhook.participant_joined"],
  ["query", "process changed.*", "attendance notify changed.*"],
  ["query", "push change", "query process changed.*"],
] as const satisfies readonly (readonly [service: string, span: string, follows: string | null])[];

/** What each service must report of itself. */
export const metrics = {
  ingress: ["attendance.webhooks", "attendance.webhook.ack.duration", "attendance.stream.filled"],
  attendance: [
    "attendance.evidence.lag",
    "attendance.fold.batch.size",
    "messaging.client.consumed.messages",
    "attendance.archive.size",
    "attendance.store.disk.filled",
  ],
  verifier: [
    "attendance.checks",
    "attendance.check.duration",
    "attendance.livekit.calls",
    "attendance.stays.open",
    "attendance.stays.unverified",
  ],
  query: ["attendance.streams.live", "attendance.changes.pushed"],
} as const;
