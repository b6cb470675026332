export type RestartPolicy = {
  /** So many deaths within `windowMs` end everything. */
  readonly deaths: number;
  readonly windowMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
};

export const restartPolicy: RestartPolicy = {
  deaths: 5,
  windowMs: 60_000,
  firstPauseMs: 250,
  longestPauseMs: 8000,
};

export type AfterDeath = { readonly is: "restart"; readonly pauseMs: number } | { readonly is: "give_up" };

/** What to do after a death at `now`; `deaths` holds the instants (ms) of all deaths, this one included. */
export function afterDeath(deaths: readonly number[], now: number, policy: RestartPolicy): AfterDeath {
  const recent = deaths.filter((at) => at > now - policy.windowMs).length;
  if (recent >= policy.deaths) return { is: "give_up" };
  const pauseMs = policy.firstPauseMs * 2 ** Math.max(0, recent - 1);
  return { is: "restart", pauseMs: Math.min(pauseMs, policy.longestPauseMs) };
}
