import type { ApiAttendee, ApiMeeting, ApiOther, MeetingSummary } from "@rollcall/contracts";
import {
  identityOf,
  participantKindOf,
  type Attended,
  type Attendee,
  type Meeting,
  type ResolvedStay,
} from "@rollcall/domain";
import { stayAnswer } from "./stay-answer.ts";
import { secondsOf, timeText, timeTextOrNull } from "./units.ts";

export const attendedAnswer = ({ minimumMs, creditedMs, maximumMs }: Attended) => ({
  minimumSeconds: secondsOf(minimumMs),
  creditedSeconds: secondsOf(creditedMs),
  maximumSeconds: secondsOf(maximumMs),
});

export const meetingAnswer = (meeting: Meeting): ApiMeeting => ({
  id: meeting.id,
  room: meeting.room,
  startedAt: timeText(meeting.startedAt),
  endedAt: timeTextOrNull(meeting.endedAt),
  live: meeting.live,
  attendees: meeting.attendees.map(attendeeAnswer),
  others: meeting.others.flatMap(otherAnswer),
  unverified: meeting.unverified.map(({ from, to, reason }) => ({
    from: timeText(from),
    to: timeText(to),
    reason,
  })),
  final: meeting.final,
});

const attendeeAnswer = ({ identity, name, state, attended, stays }: Attendee): ApiAttendee => ({
  identity,
  name,
  state,
  attended: attendedAnswer(attended),
  stays: stays.map(stayAnswer),
});

function otherAnswer(resolved: ResolvedStay): readonly ApiOther[] {
  const { stay, category } = resolved;
  if (category === "person") return [];
  return [
    {
      identity: identityOf(stay),
      name: stay.name?.value ?? "",
      kind: participantKindOf(stay),
      category,
      stay: stayAnswer(resolved),
    },
  ];
}

export const meetingSummary = (meeting: Meeting): MeetingSummary => ({
  id: meeting.id,
  room: meeting.room,
  startedAt: timeText(meeting.startedAt),
  endedAt: timeTextOrNull(meeting.endedAt),
  live: meeting.live,
  final: meeting.final,
  people: meeting.attendees.length,
});
