import {
  defaultPolicy,
  meetingsOf,
  minute,
  resolve,
  second,
  type Absence,
  type Attendee,
  type Evidence,
  type Instant,
  type Meeting,
  type Participant,
  type Policy,
  type ResolvedStay,
  type Snapshot,
} from "../src/index.ts";
import { recordsOf, sessionsOf, staysOf } from "./records.ts";

/** The lesson begins: Monday, 2 March 2026, 09:00:00 UTC. */
export const nine: Instant = 1_772_442_000_000;

/** An instant of the lesson, as a teacher would say it: `at("09:47:03.5")`. */
export function at(clock: string): Instant {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return nine + (hours - 9) * 60 * minute + minutes * minute + Math.round(seconds * second);
}

export interface Session extends Participant {
  readonly joinedAt: Instant;
  readonly room: string;
  readonly roomSid: string;
}

/** Somebody's session in the algebra lesson, joined at nine; what matters to a story is said in it. */
export function session(name: string, over: Partial<Session> = {}): Session {
  const identity = name.toLowerCase();
  return {
    sid: `PA_${identity}`,
    identity,
    name,
    kind: "STANDARD",
    hidden: false,
    joinedAt: nine,
    room: "algebra",
    roomSid: "RM_monday",
    ...over,
  };
}

const secondOf = (instant: Instant): Instant => Math.floor(instant / second) * second;

const webhookOf = (
  kind: string,
  who: Session,
  when: Instant,
  over: { readonly receivedAt?: Instant } = {},
) => ({
  id: `EV_${kind}_${who.sid}_${when}`,
  createdAt: secondOf(when),
  receivedAt: over.receivedAt ?? when + 5,
  room: who.room,
  roomSid: who.roomSid,
});

const participantOf = ({ sid, identity, name, kind, hidden, joinedAt }: Session): Participant => ({
  sid,
  identity,
  name,
  kind,
  hidden,
  joinedAt,
});

/** LiveKit says that media flows, 400 ms after the session began unless said otherwise. */
export const joined = (who: Session, when: Instant = who.joinedAt + 400, disconnected = false): Evidence => ({
  kind: "participant_joined",
  ...webhookOf("joined", who, when),
  participant: participantOf(who),
  disconnected,
  reason: "UNKNOWN_REASON",
});

/** LiveKit says that a session ended at `when`, and we hear of it promptly, or at `receivedAt`. */
export const left = (
  who: Session,
  when: Instant,
  reason = "CLIENT_INITIATED",
  over: { readonly receivedAt?: Instant } = {},
): Evidence => ({
  kind: "participant_left",
  ...webhookOf("left", who, when, over),
  participant: participantOf(who),
  disconnected: true,
  reason,
});

/** LiveKit gives up a session that never had media. */
export const aborted = (who: Session, when: Instant, reason = "JOIN_FAILURE"): Evidence => ({
  kind: "participant_connection_aborted",
  ...webhookOf("aborted", who, when),
  participant: participantOf(who),
  disconnected: true,
  reason,
});

export const published = (who: Session, when: Instant): Evidence => ({
  kind: "track_published",
  ...webhookOf("track", who, when),
  participant: { sid: who.sid, identity: who.identity },
});

export const roomStarted = (room: string, roomSid: string, when: Instant): Evidence => ({
  kind: "room_started",
  ...webhookOf("started", session("room", { room, roomSid }), when),
});

export const roomFinished = (room: string, roomSid: string, when: Instant): Evidence => ({
  kind: "room_finished",
  ...webhookOf("finished", session("room", { room, roomSid }), when),
});

type Found = Partial<Omit<Snapshot, "kind" | "present" | "joining">> & {
  readonly present?: readonly Session[];
  readonly joining?: readonly Session[];
};

/** A look at the algebra room that took 50 ms; nobody is found unless said. */
export const look = (when: Instant, { present = [], joining = [], ...over }: Found = {}): Snapshot => ({
  kind: "snapshot",
  id: `SN_${over.room ?? "algebra"}_${when}`,
  room: "algebra",
  roomSids: ["RM_monday"],
  roomSid: "RM_monday",
  askedAt: when,
  answeredAt: when + 50,
  horizonMs: minute,
  trouble: null,
  present: present.map(participantOf),
  joining: joining.map((who) => ({ ...participantOf(who), state: "JOINED" })),
  absent: [],
  undecided: [],
  ...over,
});

/** Looks every 30 s, from the first instant to the last, at which somebody is found. */
export function looks(who: Session, first: Instant, last: Instant): readonly Evidence[] {
  const found: Evidence[] = [];
  for (let when = first; when <= last; when += 30 * second) found.push(look(when, { present: [who] }));
  return found;
}

/** Found absent at the look at `when`, after a first look 25 s before, unless said otherwise. */
export const missing = (who: Session, when: Instant, over: Partial<Absence> & Found = {}): Snapshot => {
  const { why = "silent", firstLookAt = when - 25 * second, ...rest } = over;
  return look(when, { ...rest, absent: [{ sid: who.sid, why, firstLookAt }] });
};

export const census = (when: Instant): Evidence => ({
  kind: "census",
  id: `CE_${when}`,
  askedAt: when,
  answeredAt: when + 20,
  horizonMs: minute,
  trouble: null,
});

/** What somebody who asks at `now` is told about the algebra room. */
export interface Report {
  readonly meetings: readonly Meeting[];
  readonly stays: ReadonlyMap<string, ResolvedStay>;
  readonly attendees: ReadonlyMap<string, Attendee>;
}

export function report(
  evidence: readonly Evidence[],
  now: Instant,
  { room = "algebra", ...over }: Partial<Policy> & { readonly room?: string } = {},
): Report {
  const policy = { ...defaultPolicy, ...over };
  const records = recordsOf(evidence);
  const sessions = sessionsOf(records, room);
  const stays = resolve({ sessions, stays: staysOf(records, room), now, policy });
  const sight = { now, policy, askedUntil: records.livekit.askedUntil?.at ?? null };
  const meetings = meetingsOf({ room, sessions, stays, livekitTroubles: records.livekit.troubles, sight });
  return {
    meetings,
    stays: new Map(stays.map((stay) => [stay.stay.sid, stay])),
    attendees: new Map(
      meetings.flatMap(({ attendees }) => attendees).map((attendee) => [attendee.identity, attendee]),
    ),
  };
}
