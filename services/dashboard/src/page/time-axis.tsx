import { placeIn, ticksOf, type Stretch } from "./timeline.ts";
import { clockText } from "./words.ts";

const mostTicks = 6;

/** Round times above the timelines. */
export const TimeAxis = ({ window }: { readonly window: Stretch }) => (
  <div class="axis" aria-hidden="true">
    <div class="track">
      {ticksOf(window, mostTicks).map((tick) => (
        <span key={tick} class="tick" style={{ left: `${leftOf(window, tick)}%` }}>
          {clockText(tick)}
        </span>
      ))}
    </div>
  </div>
);

const leftOf = (window: Stretch, tick: number): number =>
  placeIn(window, { from: tick, to: tick + 1 })?.left ?? 100;
