import { CodedError, type Meetings, type Status, type StayEvidence } from "@rollcall/contracts";
import { identityOf, roomOf, type Meeting } from "@rollcall/domain";
import { type ReadingTools, listMeetings, meetingById, meetingSummary, readStay } from "@rollcall/reading";
import { evidenceAnswer, evidenceIdsOf } from "./answers/evidence-answer.ts";
import { isIn, onlyOwnEntries, onlyOwnRow } from "./answers/only-own.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { freshStatus } from "./look/fresh-status.ts";
import type { RoomCheck } from "./look/room-check.ts";
import type { MeetingsRequest, StatusRequest } from "./requests.ts";
import { seesEveryRoom, viewOf, type Viewer } from "./viewer.ts";

export interface ReportTools extends ReadingTools {
  readonly check: RoomCheck;
}

const meetingsPerPage = 50;

/**
 * The answers, the same over HTTP and NATS, each as far as the viewer may see it. Throws `forbidden`; `not_found`
 * only to viewers who may see every room, since to others the existence of what they may not see is no concern; and
 * `store_unavailable`.
 */
export async function reportStatus(
  tools: ReportTools,
  viewer: Viewer,
  { session, identity }: StatusRequest,
): Promise<Status> {
  const view = viewOf(viewer, session);
  if (view.of === "nothing") throw new CodedError("forbidden");
  const wanted = identity ?? (viewer.is === "bearer" ? viewer.identity : null);
  if (wanted === null) throw new CodedError("parameter_invalid", "identity: the token has none, so name one");
  if (view.of === "self" && wanted !== view.identity) throw new CodedError("forbidden");
  return freshStatus(tools, tools.check, session, wanted);
}

export async function reportMeetings(
  tools: ReportTools,
  viewer: Viewer,
  request: MeetingsRequest,
): Promise<Meetings> {
  const room = request.room ?? (viewer.is === "bearer" && !viewer.mayListRooms ? viewer.room : null);
  const mayAsk = seesEveryRoom(viewer) || (room !== null && viewOf(viewer, room).of !== "nothing");
  if (!mayAsk) throw new CodedError("forbidden");
  const { meetings, next } = await listMeetings(tools, {
    room: room ?? undefined,
    from: request.from === undefined ? undefined : Date.parse(request.from),
    to: request.to === undefined ? undefined : Date.parse(request.to),
    after: request.cursor === undefined ? null : positionOf(request.cursor),
    limit: meetingsPerPage,
    show: (meeting) => visibleTo(viewer, meeting),
  });
  return { meetings: meetings.map(meetingSummary), cursor: next === null ? null : cursorOf(next) };
}

export async function reportMeeting(tools: ReportTools, viewer: Viewer, id: string): Promise<Meeting> {
  const meeting = await meetingById(tools, id);
  const visible = meeting === null ? null : visibleTo(viewer, meeting);
  if (visible === null) throw new CodedError(seesEveryRoom(viewer) ? "not_found" : "forbidden");
  return visible;
}

export async function reportEvidence(tools: ReportTools, viewer: Viewer, sid: string): Promise<StayEvidence> {
  const resolved = await readStay(tools, sid);
  const view = resolved === null ? null : viewOf(viewer, roomOf(resolved.stay));
  const mayRead =
    resolved !== null &&
    view !== null &&
    (view.of === "everybody" || (view.of === "self" && view.identity === identityOf(resolved.stay)));
  if (!mayRead) throw new CodedError(seesEveryRoom(viewer) ? "not_found" : "forbidden");
  const records = await tools.store.records(evidenceIdsOf(resolved));
  const readable = view.of === "everybody" ? records : records.map((record) => onlyOwnEntries(record, sid));
  return evidenceAnswer(resolved, readable);
}

/** The meeting as far as the viewer may see it; null when it is none of their business. */
export function visibleTo(viewer: Viewer, meeting: Meeting): Meeting | null {
  const view = viewOf(viewer, meeting.room);
  if (view.of === "everybody") return meeting;
  if (view.of === "nothing" || !isIn(meeting, view.identity)) return null;
  return onlyOwnRow(meeting, view.identity);
}
