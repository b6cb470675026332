import { webhookHeaders, type EvidenceRecord, type StayEvidence } from "@rollcall/contracts";
import {
  isValidAbsence,
  participantKindOf,
  roomOf,
  roomSidOf,
  type Claim,
  type Ending,
  type Mark,
  type ResolvedStay,
  type Stay,
} from "@rollcall/domain";
import { stayAnswer, timeText } from "@rollcall/reading";

type Boundary = StayEvidence["boundaries"][number];

/** Every boundary of a stay beside the evidence that it rests on, in order of time. */
export function evidenceAnswer(resolved: ResolvedStay, records: readonly EvidenceRecord[]): StayEvidence {
  const { stay } = resolved;
  return {
    stay: stayAnswer(resolved),
    room: roomOf(stay),
    roomSid: roomSidOf(stay),
    kind: participantKindOf(stay),
    boundaries: boundariesOf(stay),
    hints: resolved.hints.map(({ kind, at, by }) => ({ kind, at: timeText(at), evidence: by })),
    conflicts: conflictsOf(stay),
    evidence: records.map(recordAnswer),
  };
}

/** The ids of all evidence that the stay rests on. A newer stay is a hint, but no evidence has its id. */
export const evidenceIdsOf = ({ stay, hints }: ResolvedStay): readonly string[] => [
  ...new Set([
    ...factsOf(stay).map(({ by }) => by),
    ...hints.filter(({ kind }) => kind !== "newer_stay").map(({ by }) => by),
  ]),
];

interface Fact extends Mark {
  readonly boundary: Boundary["boundary"];
  readonly detail: string;
  readonly counts: boolean;
}

const boundariesOf = (stay: Stay): Boundary[] =>
  factsOf(stay)
    .toSorted((a, b) => a.at - b.at)
    .map(({ boundary, at, by, detail, counts }) => ({
      boundary,
      at: timeText(at),
      evidence: by,
      detail,
      counts,
    }));

const factsOf = (stay: Stay): readonly Fact[] => [
  ...fact("joined_at", stay.joinedAt, "LiveKit's own time of joining"),
  ...fact("active_from", stay.activeFrom, "not ACTIVE before this"),
  ...fact("active_at", stay.activeAt, "told at once that it was ACTIVE"),
  ...fact("active_by", stay.activeBy, "ACTIVE by then"),
  ...fact("seen_until", stay.seenUntil, "in the room at this instant"),
  ...fact("name", stay.name, stay.name?.value ?? ""),
  ...stay.endings.map((ending) => endingFact(stay, ending)),
];

const fact = (boundary: Fact["boundary"], mark: Mark | null, detail: string): readonly Fact[] =>
  mark === null ? [] : [{ boundary, at: mark.at, by: mark.by, detail, counts: true }];

function endingFact(stay: Stay, ending: Ending): Fact {
  if (ending.how !== "absent") {
    const detail = `${ending.how}: ${ending.reason}, received ${timeText(ending.receivedAt)}`;
    return { boundary: "ending", at: ending.createdAt, by: ending.by, detail, counts: true };
  }
  const { by, lastAnswerAt, firstLookAt, why } = ending;
  const detail = `absent: ${why}, first look ${timeText(firstLookAt)}`;
  return { boundary: "ending", at: lastAnswerAt, by, detail, counts: isValidAbsence(stay, ending) };
}

/** Fields that are constant by nature, and of which evidence claims more than one value. */
const conflictsOf = (stay: Stay): StayEvidence["conflicts"] =>
  Object.entries({
    room: stay.room,
    roomSid: stay.roomSid,
    identity: stay.identity,
    kind: stay.participantKind,
  })
    .filter(([, claims]) => claims.length > 1)
    .map(([field, claims]) => ({ field, values: claims.map(({ value }: Claim) => value) }));

function recordAnswer({ id, subject, headers, body }: EvidenceRecord): StayEvidence["evidence"][number] {
  const receivedAt = Number(headers[webhookHeaders.receivedAt]);
  return {
    id,
    subject,
    receivedAt: Number.isFinite(receivedAt) ? timeText(receivedAt) : null,
    bodySha256: headers[webhookHeaders.bodySha256] ?? null,
    body,
  };
}
