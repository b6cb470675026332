import { attendeesOf, isBlind, type Attendee, type Sight } from "./attendance.ts";
import type { Instant } from "./instant.ts";
import { staleAfterMs, type Policy } from "./policy.ts";
import type { ResolvedStay } from "./resolve.ts";
import { isControlRoom, type RoomSession, type Troubles } from "./room-session.ts";
import { overlaps, uncovered, unite, type Span } from "./span.ts";
import { roomSidOf } from "./stay.ts";

/** What a human means by a meeting: room sessions of one room with small gaps. Derived when read. */
export interface Meeting {
  /** The SID of its first room session; a SID that LiveKit used again later gets the start appended. */
  readonly id: string;
  readonly room: string;
  readonly roomSids: readonly string[];
  readonly startedAt: Instant;
  /** Null while somebody is in it. */
  readonly endedAt: Instant | null;
  readonly live: boolean;
  /** Nothing will change any more, unless late evidence arrives. */
  readonly final: boolean;
  readonly attendees: readonly Attendee[];
  /** Stays that count for nobody: agents, recorders, hidden ones, unknown kinds, sessions that never became ACTIVE. */
  readonly others: readonly ResolvedStay[];
  readonly unverified: readonly UnverifiedSpan[];
}

export interface UnverifiedSpan extends Span {
  readonly reason: string;
}

/** Everything known of one room. */
export interface RoomReading {
  readonly room: string;
  readonly sessions: readonly RoomSession[];
  readonly stays: readonly ResolvedStay[];
  readonly livekitTroubles: Troubles;
  readonly sight: Sight;
}

/** One thing that went on in the room: a session of it, or somebody's stay. */
interface Activity extends Span {
  readonly roomSid: string | null;
  readonly stay: ResolvedStay | null;
}

/** The meetings of one room, oldest first. */
export function meetingsOf(reading: RoomReading): readonly Meeting[] {
  const clusters = clusterByGap(activitiesOf(reading), reading.sight.policy);
  const used = new Set<string>();
  return clusters.map((cluster) => {
    const id = freshId(cluster, used);
    used.add(id);
    return meetingOf(id, cluster, reading);
  });
}

function activitiesOf({ room, sessions, stays, sight }: RoomReading): readonly Activity[] {
  const ofSessions = isControlRoom(room) ? [] : sessions.flatMap(sessionActivity);
  const ofStays = stays.map((stay) => ({
    from: stay.start.at,
    to: stay.end === null ? Math.max(sight.now, stay.start.at) : Math.max(stay.end.at, stay.start.at),
    roomSid: roomSidOf(stay.stay),
    stay,
  }));
  return [...ofSessions, ...ofStays].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** A session is known by its starts and finishes; each start alone is an activity too, since SIDs are used again. */
function sessionActivity(session: RoomSession): readonly Activity[] {
  return session.starts.map((start) => {
    const finish = session.finishes.find(({ at }) => at >= start.at);
    const restart = session.starts.find(({ at }) => at > start.at);
    const isFinished = finish !== undefined && (restart === undefined || finish.at <= restart.at);
    return { from: start.at, to: isFinished ? finish.at : start.at, roomSid: session.sid, stay: null };
  });
}

function clusterByGap(activities: readonly Activity[], policy: Policy): readonly (readonly Activity[])[] {
  const clusters: Activity[][] = [];
  let reached = -Infinity;
  for (const activity of activities) {
    const isApart = activity.from - reached > policy.meetingGapMs;
    if (isApart) clusters.push([activity]);
    else clusters.at(-1)?.push(activity);
    reached = Math.max(reached, activity.to);
  }
  return clusters;
}

function freshId(cluster: readonly Activity[], used: ReadonlySet<string>): string {
  const first = cluster.find(({ roomSid }) => roomSid !== null)?.roomSid ?? cluster[0]?.stay?.stay.sid ?? "";
  return used.has(first) ? `${first}@${cluster[0]?.from ?? 0}` : first;
}

function meetingOf(id: string, cluster: readonly Activity[], reading: RoomReading): Meeting {
  const { sight, room } = reading;
  const stays = cluster.flatMap(({ stay }) => (stay === null ? [] : [stay]));
  const people = stays.filter(({ category }) => category === "person");
  const live = spineOf(stays, people).some(({ end }) => end === null);
  const { from: startedAt, to: lastAt } = extentOf(cluster, spineOf(stays, people));
  const final = stays.every(({ end }) => end !== null) && sight.now - lastAt > sight.policy.meetingGapMs;
  return {
    id,
    room,
    roomSids: [...new Set(cluster.flatMap(({ roomSid }) => roomSid ?? []))],
    startedAt,
    endedAt: live ? null : lastAt,
    live,
    final,
    // Whether LiveKit can be asked today says nothing about a meeting that is over.
    attendees: attendeesOf(people, final ? { ...sight, askedUntil: sight.now } : sight),
    others: stays.filter(({ category }) => category !== "person"),
    unverified: unverifiedSpans({ from: startedAt, to: live ? sight.now : lastAt }, live, reading),
  };
}

/** A meeting lasts from the first person in it to the last; without any, agents and recorders count. */
const spineOf = (stays: readonly ResolvedStay[], people: readonly ResolvedStay[]): readonly ResolvedStay[] =>
  people.length > 0 ? people : stays.filter(({ category }) => category !== "never_active");

/** From the first to the last of the activities that belong to the stays; of all when there are none. */
function extentOf(cluster: readonly Activity[], stays: readonly ResolvedStay[]): Span {
  const counted = new Set(stays);
  const own = cluster.filter(({ stay }) => stay !== null && counted.has(stay));
  return (own.length > 0 ? own : cluster).reduce<Span>(
    (extent, { from, to }) => ({ from: Math.min(extent.from, from), to: Math.max(extent.to, to) }),
    { from: Infinity, to: -Infinity },
  );
}

/** What of a meeting no good look covers, each piece with the trouble that explains it. */
function unverifiedSpans(within: Span, live: boolean, reading: RoomReading): readonly UnverifiedSpan[] {
  const covered = unite(reading.sessions.flatMap(({ verified }) => verified));
  const troubles = [...reading.sessions.flatMap((session) => session.troubles), ...reading.livekitTroubles];
  return uncovered(within, covered)
    .filter((gap) => !(live && isStillFresh(gap, within, reading.sight)))
    .map((gap) => ({
      ...gap,
      reason:
        troubles.find(({ spans }) => spans.some((spent) => overlaps(spent, gap)))?.reason ?? "not_asked",
    }));
}

/** The newest stretch of a live meeting waits for its next look, which is no fault yet. */
const isStillFresh = (gap: Span, within: Span, sight: Sight): boolean =>
  gap.to === within.to && gap.to - gap.from <= staleAfterMs(sight.policy) && !isBlind(sight);

/**
 * The meeting that an id names: its own, or that of any session or stay in it. An id that names a SID used again
 * holds the meeting's beginning, which late evidence may move a little: the nearest one is meant.
 */
export const findMeeting = (meetings: readonly Meeting[], id: string): Meeting | undefined =>
  meetings.find((meeting) => meeting.id === id) ??
  meetings.findLast((meeting) => meeting.roomSids.includes(id)) ??
  meetings.find((meeting) => hasStay(meeting, id)) ??
  nearestOfReused(meetings, id);

const staysIn = ({ attendees, others }: Meeting): readonly ResolvedStay[] => [
  ...attendees.flatMap(({ stays }) => stays),
  ...others,
];

const hasStay = (meeting: Meeting, sid: string): boolean =>
  staysIn(meeting).some(({ stay }) => stay.sid === sid);

function nearestOfReused(meetings: readonly Meeting[], id: string): Meeting | undefined {
  const [sid = "", beginning] = id.split("@");
  const at = Number(beginning ?? NaN);
  if (Number.isNaN(at)) return undefined;
  const distance = (meeting: Meeting) =>
    Math.max(beginningOf(meeting) - at, at - (meeting.endedAt ?? Infinity), 0);
  return meetings
    .filter((meeting) => meeting.roomSids.includes(sid) || hasStay(meeting, sid))
    .toSorted((a, b) => distance(a) - distance(b))[0];
}

/** When the first of all who were in it came, also of those who do not count. */
const beginningOf = (meeting: Meeting): Instant =>
  Math.min(meeting.startedAt, ...staysIn(meeting).map(({ start }) => start.at));
