import { z } from "zod";

/** Answers of query, the same over HTTP and NATS. Times are RFC 3339 UTC with milliseconds, durations seconds. */
const time = z.iso.datetime({ precision: 3 });
const seconds = z.number().nonnegative();
const personState = z.enum(["present", "absent", "unverified"]);

const bounded = { at: time, earliest: time, latest: time };

export const staySchema = z
  .strictObject({
    sid: z.string(),
    identity: z.string(),
    state: z.enum(["present", "unverified", "ended"]),
    joinedAt: time.nullable(),
    start: z.strictObject(bounded),
    end: z
      .strictObject({
        ...bounded,
        how: z.enum(["left", "aborted", "absent", "lost"]),
        reason: z.string().describe("LiveKit's disconnect reason, or why the listings prove an absence"),
      })
      .nullable(),
    seenUntil: time.nullable(),
  })
  .meta({ id: "Stay", description: "One participant session: one join-to-leave cycle of one connection" });

export const attendedSchema = z
  .strictObject({ minimumSeconds: seconds, creditedSeconds: seconds, maximumSeconds: seconds })
  .meta({ id: "Attended", description: "Time in the room; overlapping stays count once" });

export const statusSchema = z
  .strictObject({
    session: z.string(),
    identity: z.string(),
    state: personState,
    isCurrentlyInMeeting: z.boolean().nullable().describe("null: LiveKit could not be asked"),
    meeting: z.string().nullable().describe("id of the room's current or latest meeting"),
    firstJoinedAt: time.nullable(),
    seenUntil: time.nullable(),
    verifiedAt: time.nullable().describe("when LiveKit was last asked about this room with success"),
    attended: attendedSchema,
    stays: z.array(staySchema),
  })
  .meta({ id: "AttendanceStatus" });

export const attendeeSchema = z
  .strictObject({
    identity: z.string(),
    name: z.string(),
    state: personState,
    attended: attendedSchema,
    stays: z.array(staySchema),
  })
  .meta({ id: "Attendee" });

/** Agents, recorders, hidden participants, unknown kinds, and sessions that never became ACTIVE. */
export const otherSchema = z
  .strictObject({
    identity: z.string(),
    name: z.string(),
    kind: z.string(),
    category: z.enum(["other", "unknown", "never_active"]),
    stay: staySchema,
  })
  .meta({ id: "Other" });

export const unverifiedSpanSchema = z
  .strictObject({ from: time, to: time, reason: z.string() })
  .meta({ id: "UnverifiedSpan", description: "No good look at the room covers this span" });

export const meetingSchema = z
  .strictObject({
    id: z.string(),
    room: z.string(),
    startedAt: time,
    endedAt: time.nullable(),
    live: z.boolean(),
    attendees: z.array(attendeeSchema),
    others: z.array(otherSchema),
    unverified: z.array(unverifiedSpanSchema),
    final: z.boolean(),
  })
  .meta({ id: "Meeting" });

export const meetingSummarySchema = z
  .strictObject({
    id: z.string(),
    room: z.string(),
    startedAt: time,
    endedAt: time.nullable(),
    live: z.boolean(),
    final: z.boolean(),
    people: z.number().int().nonnegative(),
  })
  .meta({ id: "MeetingSummary" });

export const meetingsSchema = z
  .strictObject({ meetings: z.array(meetingSummarySchema), cursor: z.string().nullable() })
  .meta({ id: "Meetings", description: "Newest first; cursor is null on the last page" });

/** One boundary of a stay and the evidence that it rests on. */
export const boundarySchema = z
  .strictObject({
    boundary: z.enum(["joined_at", "active_from", "active_at", "active_by", "seen_until", "name", "ending"]),
    at: time,
    evidence: z.string().describe("id of the webhook or snapshot"),
    detail: z.string(),
    counts: z.boolean().describe("false for an ending that LiveKit contradicted later"),
  })
  .meta({ id: "Boundary" });

export const stayEvidenceSchema = z
  .strictObject({
    stay: staySchema,
    room: z.string(),
    roomSid: z.string().nullable(),
    kind: z.string(),
    boundaries: z.array(boundarySchema),
    hints: z.array(z.strictObject({ kind: z.string(), at: time, evidence: z.string() })),
    conflicts: z.array(z.strictObject({ field: z.string(), values: z.array(z.string()) })),
    evidence: z.array(
      z.strictObject({
        id: z.string(),
        subject: z.string(),
        receivedAt: time.nullable(),
        bodySha256: z.string().nullable(),
        body: z.string().describe("as LiveKit sent it, without credentials"),
      }),
    ),
  })
  .meta({ id: "StayEvidence" });

/** RFC 9457. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
  })
  .meta({ id: "Problem" });

export type ApiStay = z.output<typeof staySchema>;
export type Status = z.output<typeof statusSchema>;
export type ApiAttendee = z.output<typeof attendeeSchema>;
export type ApiOther = z.output<typeof otherSchema>;
export type ApiMeeting = z.output<typeof meetingSchema>;
export type MeetingSummary = z.output<typeof meetingSummarySchema>;
export type Meetings = z.output<typeof meetingsSchema>;
export type StayEvidence = z.output<typeof stayEvidenceSchema>;
export type Problem = z.output<typeof problemSchema>;
