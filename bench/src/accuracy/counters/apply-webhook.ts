import { isPrompt, second, type Evidence, type Instant, type ParticipantEvidence } from "@rollcall/domain";
import { addRow, end, keepNewest, type OpenRow, type OpenRows } from "./open-rows.ts";

/**
 * What a careful system makes of a webhook that it hears at `at`. Rivals date webhooks as Rollcall does, which is the
 * best that can be made of them: a prompt arrival tells better than the truncated second of the stamp, and a timeout
 * was noticed 20 s after the fact.
 */
export function applyWebhook(rows: OpenRows, evidence: Evidence, at: Instant): void {
  switch (evidence.kind) {
    case "participant_joined":
      if (isPerson(evidence) && !evidence.disconnected) open(rows, evidence, at);
      return;
    case "participant_left":
      if (isPerson(evidence)) end(rowOf(rows, evidence, at), exitOf(evidence), at, true);
      return;
    case "participant_connection_aborted": {
      const row = rows.get(evidence.participant.sid);
      if (row !== undefined) end(row, exitOf(evidence), at, true);
      return;
    }
    case "room_finished":
      return finish(rows, evidence.room, evidence.createdAt + second / 2, at);
    default:
  }
}

const isPerson = ({ participant: { kind, hidden } }: ParticipantEvidence): boolean =>
  kind === "STANDARD" && !hidden;

function open(rows: OpenRows, evidence: ParticipantEvidence, at: Instant): void {
  const row = rowOf(rows, evidence, at);
  row.start = Math.max(row.joinedAt, momentOf(evidence));
  row.shownAt = Math.max(row.shownAt, evidence.createdAt);
  keepNewest(rows, row, at);
}

/** The row of a session that a webhook names, made when there is none: every webhook says when the session began. */
function rowOf(rows: OpenRows, { participant, room, createdAt }: ParticipantEvidence, at: Instant): OpenRow {
  const { sid, identity, joinedAt } = participant;
  return rows.get(sid) ?? addRow(rows, { sid, identity, room, joinedAt: joinedAt ?? createdAt }, at);
}

const exitOf = (evidence: ParticipantEvidence): Instant =>
  evidence.reason === "CONNECTION_TIMEOUT" ? middleOf(evidence) - 20 * second : momentOf(evidence);

const momentOf = (evidence: ParticipantEvidence): Instant =>
  isPrompt(evidence) ? evidence.receivedAt : middleOf(evidence);

const middleOf = ({ createdAt }: ParticipantEvidence): Instant => createdAt + second / 2;

/** Nobody is in a room that is finished, except whoever was seen in it later. */
function finish(rows: OpenRows, room: string, finishedAt: Instant, at: Instant): void {
  for (const row of rows.values()) {
    if (row.room === room && row.shownAt <= finishedAt) end(row, finishedAt, at, false);
  }
}
