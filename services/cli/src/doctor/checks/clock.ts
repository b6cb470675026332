import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning } from "../finding.ts";

/** What the measurement corrects without anybody noticing. */
const fineMs = 1_000;
/** LiveKit and we believe tokens whose clock is up to a minute off; half of it is left for drift. */
const dangerousMs = 30_000;

/** How far LiveKit's clock and ours are apart. */
export const clock: Check = {
  name: "clock",
  limitMs: 5_000,
  async run(installation) {
    const measuredClock = await installation.clock();
    const now = Date.now();
    const { earliest, latest, isMeasured } = measuredClock.toLiveKit(now);
    if (!isMeasured) throw new CannotCheck("LiveKit tells no time");
    const offsets = { earliestMs: earliest - now, latestMs: latest - now };
    const apart = Math.max(0, offsets.earliestMs, -offsets.latestMs);
    const measured = { ...offsets, apartMs: apart };
    const found = `LiveKit's clock is ${describe(offsets)} ours.`;
    if (apart <= fineMs) return [ok("clocks_agree", found, measured)];
    const change = "Run NTP (chrony, systemd-timesyncd) on both machines, against the same servers.";
    const corrected = "Times in the record are LiveKit's, and looks are corrected by what is measured";
    if (apart < dangerousMs) {
      const effect = `${corrected}; while LiveKit cannot be measured, they are off by as much.`;
      return [warning("clocks_differ", { found, effect, change, measured })];
    }
    const effect = `${corrected}; but from a minute on webhooks are refused as untimely, which LiveKit takes for delivered, and LiveKit refuses our questions.`;
    return [problem("clocks_far_apart", { found, effect, change, measured })];
  },
};

function describe({
  earliestMs,
  latestMs,
}: {
  readonly earliestMs: number;
  readonly latestMs: number;
}): string {
  if (earliestMs > 0) return `${seconds(earliestMs)} to ${seconds(latestMs)} ahead of`;
  if (latestMs < 0) return `${seconds(-latestMs)} to ${seconds(-earliestMs)} behind`;
  return `within ${seconds(Math.max(latestMs, -earliestMs))} of`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
