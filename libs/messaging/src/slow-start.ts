/** How many messages a process may take at once: few at first, twice as many after each time that all went well. */
export type SlowStart = {
  readonly most: () => number;
  readonly wentWell: () => void;
};

/**
 * A message that kills the process takes all that are handled with it along: each of these counts one more delivery,
 * and after `max_deliver` of them an innocent one would be given up too. A process that was just killed is likely to
 * meet the killer again, so it begins with one message alone.
 */
export function createSlowStart(limit: number): SlowStart {
  let most = 1;
  return {
    most: () => Math.min(most, limit),
    wentWell: () => void (most = Math.min(limit, most * 2)),
  };
}
