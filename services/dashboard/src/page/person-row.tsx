import type { ApiAttendee, ApiMeeting, ApiStay } from "@rollcall/contracts";
import type { Api } from "./api.ts";
import { StateBadge } from "./badges.tsx";
import { StayDetail } from "./stay-detail.tsx";
import { TimelineBar } from "./timeline-bar.tsx";
import type { Stretch } from "./timeline.ts";
import { clockText, durationText, endingText, shortDurationText } from "./words.ts";

interface PersonRowProps {
  readonly api: Api;
  readonly attendee: ApiAttendee;
  readonly isLive: boolean;
  readonly unverified: ApiMeeting["unverified"];
  readonly window: Stretch;
  readonly now: number;
}

/** One person: their time, their timeline, and, opened, each stay with its bounds and evidence. */
export function PersonRow({ api, attendee, isLive, unverified, window, now }: PersonRowProps) {
  const { identity, name, state, attended, stays } = attendee;
  const words = stays.map(stayText).join("; ");
  return (
    <details class="person">
      <summary>
        <span class="who">
          <span class="marker" aria-hidden="true" />
          <span class="name">{name || identity}</span>
          {name !== "" && name !== identity && <span class="identity">{identity}</span>}
        </span>
        <span class="state">{(isLive || state === "unverified") && <StateBadge state={state} />}</span>
        <span class="time">
          <strong>{durationText(attended.creditedSeconds)}</strong>
          <Range attended={attended} />
        </span>
        <TimelineBar
          label={`${name || identity}: ${words}`}
          stays={stays}
          unverified={unverified}
          window={window}
          now={now}
        />
      </summary>
      <ul class="stays">
        {stays.map((stay) => (
          <StayDetail key={stay.sid} api={api} stay={stay} />
        ))}
      </ul>
    </details>
  );
}

/** Bounds that are apart by less than this are not worth a line. */
const worthSayingSeconds = 5;

function Range({ attended: { minimumSeconds, maximumSeconds } }: Pick<ApiAttendee, "attended">) {
  if (maximumSeconds - minimumSeconds < worthSayingSeconds) return null;
  return (
    <span class="range">
      {shortDurationText(minimumSeconds)} to {shortDurationText(maximumSeconds)}
    </span>
  );
}

const stayText = (stay: ApiStay): string =>
  `from ${clockText(stay.start.at)} ${stay.end === null ? "until now" : `to ${clockText(stay.end.at)}`}, ${endingText(stay)}`;
