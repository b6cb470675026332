import type { Evidence, Participant, ParticipantEvidence, Snapshot, TrackEvidence } from "./evidence.ts";
import { compareText, earlierMark, laterMark, type Mark } from "./instant.ts";
import {
  firstInstantOf,
  type Claim,
  type Departure,
  type Disappearance,
  type Ending,
  type NameMark,
  type Stay,
} from "./stay.ts";
import { isPrompt, timing } from "./timing.ts";

/**
 * What `evidence` adds to what is known of a stay. Commutative, associative and idempotent; evidence that does
 * not name the stay changes nothing.
 */
export function foldStay(stay: Stay, evidence: Evidence): Stay {
  switch (evidence.kind) {
    case "participant_joined":
    case "participant_left":
    case "participant_connection_aborted":
      return evidence.participant.sid === stay.sid ? foldParticipant(stay, evidence) : stay;
    case "track_published":
    case "track_unpublished":
      return evidence.participant.sid === stay.sid ? foldTrack(stay, evidence) : stay;
    case "snapshot":
      return foldSnapshot(stay, evidence);
    case "room_started":
    case "room_finished":
    case "census":
      return stay;
  }
}

function foldParticipant(stay: Stay, evidence: ParticipantEvidence): Stay {
  const described = describe(stay, evidence.participant, {
    rank: 0,
    room: evidence.room,
    roomSid: evidence.roomSid,
    mark: { at: evidence.createdAt, by: evidence.id },
  });
  return evidence.kind === "participant_joined"
    ? foldJoined(described, evidence)
    : foldEnd(described, evidence);
}

function foldJoined(stay: Stay, evidence: ParticipantEvidence): Stay {
  const mark = { at: evidence.createdAt, by: evidence.id };
  if (evidence.disconnected) return stay;
  return {
    ...stay,
    activeFrom: laterMark(stay.activeFrom, mark),
    activeBy: earlierMark(stay.activeBy, after(mark, timing.stampAfterMs)),
    activeAt: isPrompt(evidence)
      ? earlierMark(stay.activeAt, { at: evidence.receivedAt, by: evidence.id })
      : stay.activeAt,
    seenUntil: laterMark(stay.seenUntil, mark),
    heardUntil: laterMark(stay.heardUntil, mark),
  };
}

function foldEnd(stay: Stay, evidence: ParticipantEvidence): Stay {
  const how = evidence.kind === "participant_left" ? "left" : "aborted";
  const mark = { at: evidence.createdAt, by: evidence.id };
  const { createdAt, receivedAt, reason } = evidence;
  return {
    ...stay,
    // A session that never was ACTIVE ends as aborted, so a left proves that this one was.
    activeBy:
      how === "left" ? earlierMark(stay.activeBy, after(mark, activeBeforeLeft(reason))) : stay.activeBy,
    endings: uniteEndings(stay.endings, [{ how, by: evidence.id, createdAt, receivedAt, reason }]),
  };
}

const activeBeforeLeft = (reason: string): number =>
  reason === "CONNECTION_TIMEOUT" ? -timing.timeoutLeastMs : timing.stampAfterMs;

function foldTrack(stay: Stay, evidence: TrackEvidence): Stay {
  const mark = { at: evidence.createdAt, by: evidence.id };
  return {
    ...stay,
    room: claim(stay.room, 0, evidence.room),
    roomSid: evidence.roomSid === null ? stay.roomSid : claim(stay.roomSid, 0, evidence.roomSid),
    identity: claim(stay.identity, 0, evidence.participant.identity),
    seenUntil: laterMark(stay.seenUntil, mark),
    heardUntil: laterMark(stay.heardUntil, mark),
  };
}

function foldSnapshot(stay: Stay, snapshot: Snapshot): Stay {
  const asked = { at: snapshot.askedAt, by: snapshot.id };
  const answered = { at: snapshot.answeredAt, by: snapshot.id };
  const named = entriesOf(snapshot).get(stay.sid) ?? noEntries;
  let folded = stay;
  for (const seen of named.present) {
    folded = {
      ...describeListed(folded, seen, snapshot),
      activeBy: earlierMark(folded.activeBy, answered),
      seenUntil: laterMark(folded.seenUntil, asked),
      heardUntil: laterMark(folded.heardUntil, asked),
    };
  }
  for (const joining of named.joining) {
    folded = {
      ...describeListed(folded, joining, snapshot),
      activeFrom: laterMark(folded.activeFrom, asked),
      heardUntil: laterMark(folded.heardUntil, asked),
    };
  }
  for (const { heard } of named.undecided) {
    if (heard) folded = { ...folded, heardUntil: laterMark(folded.heardUntil, asked) };
  }
  for (const { why, firstLookAt } of named.absent) {
    const ending = {
      how: "absent",
      by: snapshot.id,
      why,
      firstLookAt,
      lastAnswerAt: snapshot.answeredAt,
    } as const;
    folded = { ...folded, endings: uniteEndings(folded.endings, [ending]) };
  }
  return folded;
}

type Entries = { [List in "present" | "joining" | "undecided" | "absent"]: Snapshot[List][number][] };

const noEntries: Entries = { present: [], joining: [], undecided: [], absent: [] };

/** A look at a full room is folded into each of its stays: searching it anew for each would take the square of that. */
const entriesBySid = new WeakMap<Snapshot, ReadonlyMap<string, Entries>>();

function entriesOf(snapshot: Snapshot): ReadonlyMap<string, Entries> {
  const known = entriesBySid.get(snapshot);
  if (known !== undefined) return known;
  const entries = new Map<string, Entries>();
  const entriesFor = (sid: string): Entries => {
    const own = entries.get(sid) ?? { present: [], joining: [], undecided: [], absent: [] };
    entries.set(sid, own);
    return own;
  };
  for (const entry of snapshot.present) entriesFor(entry.sid).present.push(entry);
  for (const entry of snapshot.joining) entriesFor(entry.sid).joining.push(entry);
  for (const entry of snapshot.undecided) entriesFor(entry.sid).undecided.push(entry);
  for (const entry of snapshot.absent) entriesFor(entry.sid).absent.push(entry);
  entriesBySid.set(snapshot, entries);
  return entries;
}

const describeListed = (stay: Stay, listed: Participant, snapshot: Snapshot): Stay =>
  describe(stay, listed, {
    rank: 1,
    room: snapshot.room,
    roomSid: snapshot.roomSid,
    mark: { at: snapshot.askedAt, by: snapshot.id },
  });

/** Who says it, and of which room: a webhook (rank 0) or a listing (rank 1). */
interface Source {
  readonly rank: Claim["rank"];
  readonly room: string;
  readonly roomSid: string | null;
  readonly mark: Mark;
}

/** What every webhook and listing says of a participant, whatever else it says. */
function describe(stay: Stay, participant: Participant, { rank, room, roomSid, mark }: Source): Stay {
  const joinedAt = participant.joinedAt === null ? null : { at: participant.joinedAt, by: mark.by };
  return {
    ...stay,
    room: claim(stay.room, rank, room),
    roomSid: roomSid === null ? stay.roomSid : claim(stay.roomSid, rank, roomSid),
    identity: claim(stay.identity, rank, participant.identity),
    participantKind: claim(stay.participantKind, rank, participant.kind),
    hidden: stay.hidden || participant.hidden,
    name: newerName(stay.name, { ...mark, value: participant.name }),
    joinedAt: earlierMark(stay.joinedAt, joinedAt),
  };
}

const after = (mark: Mark, ms: number): Mark => ({ at: mark.at + ms, by: mark.by });

/** Distinct values of a field that should have one; only the smallest few are kept, which stays a union. */
export function claim(known: readonly Claim[], rank: Claim["rank"], value: string): readonly Claim[] {
  const better = known.filter((other) => other.value !== value || other.rank < rank);
  if (better.some((other) => other.value === value)) return known;
  const claims = [...better, { rank, value }];
  return claims.toSorted((a, b) => a.rank - b.rank || compareText(a.value, b.value)).slice(0, claimsKept);
}

const claimsKept = 4;

function newerName(a: NameMark | null, b: NameMark): NameMark {
  if (a === null) return b;
  const order = a.at - b.at || compareText(a.by, b.by) || compareText(a.value, b.value);
  return order >= 0 ? a : b;
}

/** Union by event or snapshot id; of one event received twice, the earlier receipt is kept. */
function uniteEndings(a: readonly Ending[], b: readonly Ending[]): readonly Ending[] {
  const byId = new Map<string, Ending>();
  for (const ending of [...a, ...b]) {
    const known = byId.get(ending.by);
    byId.set(ending.by, known === undefined ? ending : smallerEnding(known, ending));
  }
  return [...byId.values()].toSorted(
    (x, y) => firstInstantOf(x) - firstInstantOf(y) || compareText(x.by, y.by),
  );
}

const smallerEnding = (a: Ending, b: Ending): Ending => (compareEndings(a, b) <= 0 ? a : b);

/** A total order of everything that one id can say, so that even contradicting copies merge to one. */
const compareEndings = (a: Ending, b: Ending): number =>
  a.how === "absent"
    ? b.how === "absent"
      ? compareDisappearances(a, b)
      : 1
    : b.how === "absent"
      ? -1
      : compareDepartures(a, b);

const compareDepartures = (a: Departure, b: Departure): number =>
  a.receivedAt - b.receivedAt ||
  a.createdAt - b.createdAt ||
  compareText(a.how, b.how) ||
  compareText(a.reason, b.reason);

const compareDisappearances = (a: Disappearance, b: Disappearance): number =>
  a.firstLookAt - b.firstLookAt || a.lastAnswerAt - b.lastAnswerAt || compareText(a.why, b.why);
