const signs = [
  { certainty: "proven", meaning: "in the room, proven by LiveKit" },
  { certainty: "uncertain", meaning: "uncertain: came or went within this span" },
  { certainty: "unverified", meaning: "unverified: LiveKit could not be asked; not counted" },
] as const;

interface LegendProps {
  /** Whether there are spans in which nobody could be seen. */
  readonly hasBlindSpans: boolean;
}

/** What the timelines show, told apart by texture and not by colour alone. */
export const Legend = ({ hasBlindSpans }: LegendProps) => (
  <ul class="legend" aria-label="Legend">
    {signs.map(({ certainty, meaning }) => (
      <li key={certainty}>
        <span class={`segment ${certainty}`} aria-hidden="true" />
        {meaning}
      </li>
    ))}
    {hasBlindSpans && (
      <li>
        <span class="blind" aria-hidden="true" />
        somebody else might have been there unseen
      </li>
    )}
  </ul>
);
