import type { Instant, Meeting, Sight, Snapshot } from "@rollcall/domain";
import type { ReadingTools } from "./reading-tools.ts";
import { readRoom } from "./read-room.ts";
import { latestOf, resolveRoom, type Room } from "./resolve-room.ts";
import { withSnapshot, type RoomDocuments } from "./room-documents.ts";

/** The meeting that goes on in a room, or else the last one. */
export interface LatestMeeting {
  readonly room: string;
  readonly meeting: Meeting | null;
  readonly sight: Sight;
  /** When LiveKit was last asked about this room with success. */
  readonly verifiedAt: Instant | null;
  readonly documents: RoomDocuments;
}

/** Anything that has started, in whatever clock. */
const ever = Number.MAX_SAFE_INTEGER;

export async function readLatestMeeting(tools: ReadingTools, room: string): Promise<LatestMeeting> {
  const { starts } = await tools.store.recentStarts({ before: ever, limit: 1, room });
  const at = starts[0]?.at ?? tools.now();
  return latestIn(await readRoom(tools, room, { from: at, to: Infinity }));
}

/** The same with what a fresh look found, which may not be stored yet. */
export function afterLook(tools: ReadingTools, latest: LatestMeeting, snapshot: Snapshot): LatestMeeting {
  return latestIn(resolveRoom(withSnapshot(latest.documents, snapshot), tools.now(), tools.policy));
}

function latestIn({ documents, meetings, sight }: Room): LatestMeeting {
  const meeting = meetings.at(-1) ?? null;
  return {
    room: documents.room,
    meeting,
    sight,
    verifiedAt: verifiedAtOf(documents, meeting, sight),
    documents,
  };
}

/** A room in which nothing goes on is asked about by asking for all rooms; a live one only by a look at itself. */
function verifiedAtOf(
  { sessions, look }: RoomDocuments,
  meeting: Meeting | null,
  sight: Sight,
): Instant | null {
  const looks = sessions.flatMap(({ verified }) => verified.map(({ to }) => to));
  return latestOf([look?.answeredAt, ...looks, meeting?.live === true ? null : sight.askedUntil]);
}
