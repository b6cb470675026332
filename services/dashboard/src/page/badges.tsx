import type { ApiAttendee } from "@rollcall/contracts";

export const LiveBadge = () => (
  <span class="badge live">
    <span class="dot" aria-hidden="true" />
    Live
  </span>
);

const states = { present: "In the room", absent: "Left", unverified: "Unverified" } as const;

/** Where a person is now; the sign says it without colour. */
export const StateBadge = ({ state }: Pick<ApiAttendee, "state">) => (
  <span class={`badge ${state}`}>
    <span aria-hidden="true">{{ present: "●", absent: "○", unverified: "?" }[state]}</span>
    {states[state]}
  </span>
);
