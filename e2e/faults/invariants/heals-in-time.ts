import type { Invariant } from "../invariant.ts";
import { promisedMs } from "../run/settle.ts";

export const healsInTime: Invariant = {
  name: "healed",
  what: `within ${promisedMs / 1_000} s after the fault nothing waits for attendance any more, and everybody is where they truly are: present, or ended, those too who left without a word; seconds until there is no lag, and until all stays are settled`,
  check: async ({ settled: { lagZeroMs, staysMs, left } }) => ({
    holds: lagZeroMs !== null && staysMs !== null,
    figure: `${seconds(lagZeroMs)}, ${seconds(staysMs)}`,
    wrong: [
      ...(lagZeroMs === null ? ["messages still wait"] : []),
      ...(staysMs === null ? left.map((one) => `${one} is not settled`) : []),
    ],
  }),
};

const seconds = (ms: number | null): string => (ms === null ? "never" : `${Math.ceil(ms / 1_000)} s`);
