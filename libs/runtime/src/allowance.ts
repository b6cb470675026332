/** So many at once, and so many a second after that. */
export type Rate = { readonly burst: number; readonly perSecond: number };

/**
 * Returns a function that tells whether one more is allowed at `elapsedMs`, a clock that never steps back, and takes
 * it if so. What is refused costs nothing.
 */
export function createAllowance({ burst, perSecond }: Rate): (elapsedMs: number) => boolean {
  let left = burst;
  let at = -Infinity;
  return (elapsedMs) => {
    left = Math.min(burst, left + Math.max(0, elapsedMs - at) * (perSecond / 1000));
    at = elapsedMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

const mostHolders = 10_000;

/**
 * An allowance for each of many, told apart by a text. Those of whom nothing was heard for the longest time are
 * forgotten first, and with that begin anew, so that strangers in any number take no more memory.
 */
export function createAllowances(
  rate: Rate,
  most = mostHolders,
): (holder: string, elapsedMs: number) => boolean {
  const allowances = new Map<string, (elapsedMs: number) => boolean>();
  return (holder, elapsedMs) => {
    const allowance = allowances.get(holder) ?? createAllowance(rate);
    // A map keeps its order: whoever asked last stands at its end.
    allowances.delete(holder);
    allowances.set(holder, allowance);
    const oldest = allowances.size > most ? allowances.keys().next() : null;
    if (oldest?.done === false) allowances.delete(oldest.value);
    return allowance(elapsedMs);
  };
}
