import type { ApiMeeting, ApiStay } from "@rollcall/contracts";
import { at, lanesOf, placeIn, segmentsOf, ticksOf, type Segment, type Stretch } from "./timeline.ts";
import { exactClockText } from "./words.ts";

interface TimelineBarProps {
  readonly label: string;
  readonly stays: readonly ApiStay[];
  readonly unverified: ApiMeeting["unverified"];
  readonly window: Stretch;
  readonly now: number;
}

/** When one person was in the room, and how sure that is. The label says the same in words. */
export const TimelineBar = ({ label, stays, unverified, window, now }: TimelineBarProps) => (
  <div class="track" role="img" aria-label={label}>
    {ticksOf(window, 6).map((tick) => (
      <span key={tick} class="line" style={placed(window, { from: tick, to: tick + 1 }, false)} />
    ))}
    {unverified.map(({ from, to }) => (
      <span key={from} class="blind" style={placed(window, { from: at(from), to: at(to) })} />
    ))}
    {lanesOf(stays).map((lane) => (
      <div key={lane[0]?.sid} class="lane">
        {lane.flatMap((stay) =>
          segmentsOf(stay, now).map((segment) => (
            <span
              key={`${stay.sid} ${segment.from}`}
              class={`segment ${segment.certainty}`}
              title={titleOf(segment)}
              style={placed(window, segment)}
            />
          )),
        )}
      </div>
    ))}
  </div>
);

const meanings = {
  proven: "in the room",
  uncertain: "came or went within this span",
  unverified: "LiveKit could not be asked",
} as const;

const titleOf = ({ certainty, from, to }: Segment): string =>
  `${exactClockText(from)} – ${exactClockText(to)}: ${meanings[certainty]}`;

function placed(window: Stretch, stretch: Stretch, isWide = true) {
  const place = placeIn(window, stretch);
  if (place === null) return { display: "none" };
  return { left: `${place.left}%`, ...(isWide && { width: `${place.width}%` }) };
}
