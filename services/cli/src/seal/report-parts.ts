import { webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import { evidenceBehind, explain, identityOf, type Explanation, type Policy } from "@rollcall/domain";
import { attendedAnswer, meetingAnswer, type MeetingRead } from "@rollcall/reading";
import { canonicalJson } from "@rollcall/store";
import { explainedStayAnswer, spanAnswer } from "../explain/explanation-answer.ts";
import type { ClearPart } from "./seal-report.ts";
import { sha256 } from "./sealed-part.ts";

/** What a report says, before it is sealed: the meeting, everybody in it, and each piece of evidence by its hash. */
export interface ReportDraft {
  readonly people: readonly ClearPart[];
  readonly meeting: ClearPart;
  /** The evidence that all of it rests on. */
  readonly evidence: readonly string[];
}

export function draftReport({ meeting, room }: MeetingRead): ReportDraft {
  const { documents, sight } = room;
  const { stays, sessions } = documents;
  const reading = { stays, sessions, now: sight.now, policy: sight.policy };
  const identities = [
    ...meeting.attendees.map(({ identity }) => identity),
    ...meeting.others.map(({ stay }) => identityOf(stay)),
  ];
  const explained = [...new Set(identities)].map((identity) => explain(meeting, identity, reading));
  const ofRoom = sessions
    .filter(({ sid }) => meeting.roomSids.includes(sid))
    .flatMap(({ starts, finishes }) => [...starts, ...finishes].map(({ by }) => by));
  const { attendees, others, ...told } = meetingAnswer(meeting);
  const summary = {
    ...told,
    people: attendees.length,
    others: others.length,
    policy: policyAnswer(sight.policy),
  };
  return {
    meeting: { part: "meeting", clear: { ...summary, evidence: ofRoom } },
    people: explained.map((one, index) => ({ part: `person ${index + 1}`, clear: personClear(one) })),
    evidence: [...new Set([...ofRoom, ...explained.flatMap(evidenceOf)])],
  };
}

/** All parts in the order of the chain. */
export const reportParts = (
  { meeting, people }: ReportDraft,
  records: readonly EvidenceRecord[],
): readonly ClearPart[] => [
  meeting,
  ...people,
  ...records.map((record, index) => ({ part: `evidence ${index + 1}`, clear: evidenceClear(record) })),
];

const evidenceOf = ({ stays, others }: Explanation): readonly string[] =>
  evidenceBehind([...stays, ...others]);

function personClear(explanation: Explanation) {
  const { identity, attendee, stays, others, away } = explanation;
  return {
    identity,
    name: attendee?.name ?? others[0]?.resolved.stay.name?.value ?? "",
    state: attendee?.state ?? null,
    attended: attendee === null ? null : attendedAnswer(attendee.attended),
    stays: stays.map(explainedStayAnswer),
    others: others.map((other) => ({ category: other.resolved.category, ...explainedStayAnswer(other) })),
    away: away.map(spanAnswer),
    evidence: evidenceOf(explanation),
  };
}

/** The archived record's hash, and the hash of the body as LiveKit signed it. */
const evidenceClear = (record: EvidenceRecord) => ({
  id: record.id,
  subject: record.subject,
  recordSha256: recordSha256(record),
  bodySha256: record.headers[webhookHeaders.bodySha256] ?? null,
});

export const recordSha256 = ({ id, subject, headers, body }: EvidenceRecord): string =>
  sha256(canonicalJson({ id, subject, headers, body }));

/** What an installation decided, without which the same evidence may give another report. */
const policyAnswer = ({ intervalMs, giveUpAfterMs, meetingGapMs, countsSip }: Policy) => ({
  verifyIntervalSeconds: intervalMs / 1_000,
  giveUpAfterSeconds: giveUpAfterMs / 1_000,
  meetingGapSeconds: meetingGapMs / 1_000,
  countsSip,
});
