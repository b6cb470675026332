import { setTimeout as pause } from "node:timers/promises";
import type { Invariant } from "../invariant.ts";
import { resourcesOf, type Resources } from "../run/resources.ts";

const moreFiles = 12;
/** Node's heaps grow while they warm up, some 40 MiB each: this finds what grows without end. */
const moreMebibytes = 400;
const limitMs = 20_000;

export const resourcesBack: Invariant = {
  name: "resources back",
  what: `the four services together hold at most ${moreFiles} sockets and files and ${moreMebibytes} MiB of memory more than before the fault; before and after. Only Linux tells`,
  async check({ installation: { services }, before }) {
    const deadline = performance.now() + limitMs;
    let after = await resourcesOf(services);
    while (!isBack(before, after) && performance.now() < deadline) {
      await pause(500);
      after = await resourcesOf(services);
    }
    const holds = isBack(before, after);
    const figure =
      before === null || after === null
        ? "–"
        : `${before.openFiles} → ${after.openFiles}, ${before.mebibytes} → ${after.mebibytes} MiB`;
    return { holds, figure, wrong: holds ? [] : [figure] };
  },
};

const isBack = (before: Resources | null, after: Resources | null): boolean =>
  process.platform !== "linux" ||
  (before !== null &&
    after !== null &&
    after.openFiles <= before.openFiles + moreFiles &&
    after.mebibytes <= before.mebibytes + moreMebibytes);
