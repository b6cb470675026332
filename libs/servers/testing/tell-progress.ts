import type { Progress } from "../src/progress.ts";

/** A line every ten seconds, so that nobody takes a build for a hang. */
export function tellProgress({ server, doing, elapsedSeconds }: Progress): void {
  if (elapsedSeconds % 10 === 0) process.stderr.write(`${server}: ${doing} (${elapsedSeconds} s)\n`);
}
