import { webhookHeaders, type EvidenceRecord } from "@rollcall/contracts";
import type { ExplainedStay, Explanation, Reason, Span } from "@rollcall/domain";
import { erasedIn } from "./somebody-else.ts";
import { attendedAnswer, meetingSummary, stayAnswer, timeText } from "@rollcall/reading";

/** The explanation for machines: times RFC 3339, reasons by their stable words. */
export const explanationAnswer = (explanation: Explanation, records: readonly EvidenceRecord[]) => ({
  meeting: meetingSummary(explanation.meeting),
  identity: explanation.identity,
  name: explanation.attendee?.name ?? null,
  state: explanation.attendee?.state ?? "absent",
  attended: attendedAnswer(explanation.attendee?.attended ?? { minimumMs: 0, creditedMs: 0, maximumMs: 0 }),
  /** People of this meeting who were erased: whoever is absent here may be one of them. */
  erasedPeople: erasedIn(explanation),
  stays: explanation.stays.map(explainedStayAnswer),
  others: explanation.others.map((other) => ({
    category: other.resolved.category,
    ...explainedStayAnswer(other),
  })),
  away: explanation.away.map(spanAnswer),
  verified: explanation.verified.map(spanAnswer),
  unverified: explanation.unverified.map(({ reason, ...span }) => ({ ...spanAnswer(span), reason })),
  evidence: records.map(({ id, subject, headers }) => ({
    id,
    subject,
    receivedAt: receiptOf(headers[webhookHeaders.receivedAt]),
    bodySha256: headers[webhookHeaders.bodySha256] ?? null,
  })),
});

export const explainedStayAnswer = ({ resolved, start, end }: ExplainedStay) => ({
  stay: stayAnswer(resolved),
  start: start.map(reasonAnswer),
  end: end.map(reasonAnswer),
});

function reasonAnswer(reason: Reason) {
  switch (reason.why) {
    case "gave_up":
      return { why: reason.why, afterSeconds: reason.afterMs / 1_000 };
    case "departed": {
      const { why, how, by, createdAt, receivedAt } = reason;
      return {
        why,
        how,
        reason: reason.reason,
        stampedAt: timeText(createdAt),
        receivedAt: timeText(receivedAt),
        evidence: by,
      };
    }
    case "missing": {
      const { why, cause, counts, firstLookAt, lastAnswerAt, by } = reason;
      return {
        why,
        cause,
        counts,
        firstLookAt: timeText(firstLookAt),
        lastAnswerAt: timeText(lastAnswerAt),
        evidence: by,
      };
    }
    case "newer_stay":
      return { why: reason.why, at: timeText(reason.at), sid: reason.sid, evidence: reason.by };
    case "hint":
      return { why: reason.why, kind: reason.kind, at: timeText(reason.at), evidence: reason.by };
    default:
      return { why: reason.why, at: timeText(reason.at), evidence: reason.by };
  }
}

export const spanAnswer = ({ from, to }: Span) => ({ from: timeText(from), to: timeText(to) });

const receiptOf = (header: string | undefined): string | null =>
  header === undefined ? null : timeText(Number(header));
