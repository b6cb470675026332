import type { Code } from "@rollcall/contracts";
import type { Instant, Meeting } from "@rollcall/domain";
import { meetingAnswer, timeText } from "@rollcall/reading";
import { visibleTo } from "../reports.ts";
import type { Viewer, View } from "../viewer.ts";
import { viewOf } from "../viewer.ts";

/** A room as its watchers are told of it. */
export interface RoomState {
  /** What a viewer sees of the current meeting; null when the meeting could not be read. */
  readonly show: ((viewer: Viewer) => Shown) | null;
  /** Why changes come late or not at all at present. */
  readonly paused: Code | null;
}

export interface Shown {
  /** The meeting as JSON; `null` when there is none that the viewer may see. */
  readonly json: string;
  /** Equal as long as nothing but the time has changed. */
  readonly fingerprint: string;
}

/** Viewers that see the same share one text. */
export function roomState(
  room: string,
  meeting: Meeting | null,
  now: Instant,
  paused: Code | null,
): RoomState {
  const shown = new Map<string, Shown>();
  const show = (viewer: Viewer): Shown => {
    const key = keyOf(viewOf(viewer, room));
    const known = shown.get(key) ?? showMeeting(meeting === null ? null : visibleTo(viewer, meeting), now);
    shown.set(key, known);
    return known;
  };
  return { show, paused };
}

const keyOf = (view: View): string => JSON.stringify([view.of, view.of === "self" ? view.identity : ""]);

function showMeeting(meeting: Meeting | null, now: Instant): Shown {
  const answer = meeting === null ? null : meetingAnswer(meeting);
  const nowText = timeText(now);
  // The most that somebody may have attended grows by itself, and so does what is unverified until now.
  const isMereTime = (key: string, value: unknown) => key === "maximumSeconds" || value === nowText;
  return {
    json: JSON.stringify(answer),
    fingerprint: JSON.stringify(answer, (key, value: unknown) => (isMereTime(key, value) ? 0 : value)),
  };
}
