import { expect, it } from "vitest";
import { createProgress, type Work } from "./progress.ts";

const archive: Work = { what: "Archive", of: "records", total: 10_000 };

/** What is written when so many are done after so many milliseconds. */
function written(work: Work, steps: readonly (readonly [number, number])[], isTTY: boolean): string {
  let at = 0;
  let text = "";
  const progress = createProgress({ isTTY, write: (more) => (text += more) }, work, () => at);
  for (const [ms, done] of steps) {
    at = ms;
    progress.tell(done);
  }
  progress.end();
  return text;
}

it("writes plain lines, no more than one in two seconds, with the time left", () => {
  const steps = [
    [100, 10],
    [2_000, 1_000],
    [3_900, 1_900],
    [4_000, 2_500],
  ] as const;
  expect(written(archive, steps, false).split("\n")).toEqual([
    "Archive: 10 %, 1000 of 10000 records, about 18 s left",
    "Archive: 25 %, 2500 of 10000 records, about 12 s left",
    "",
  ]);
});

it("keeps one line of a terminal, with a bar, and takes it away at the end", () => {
  const text = written(archive, [[2_000, 5_000]], true);
  expect(text).toBe(
    "\r\u001B[KArchive: [############------------] 50 %, 5000 of 10000 records, about 2 s left\r\u001B[K",
  );
  expect(written(archive, [[100, 5_000]], true)).toBe("");
});

it("reckons with what this run has done alone when an earlier one has done some", () => {
  expect(written({ ...archive, from: 8_000 }, [[60_000, 8_500]], false)).toContain("about 3 min left");
});

it("says no time when it cannot know", () => {
  expect(written({ ...archive, total: 0 }, [[3_000, 70]], false)).toBe("Archive: 70 records …\n");
  expect(written(archive, [[3_000, 10_200]], false)).toBe("Archive: 100 %, 10200 of 10200 records\n");
  expect(written({ ...archive, total: 2e8 }, [[60_000, 1e6]], false)).toContain("about 3 h 19 min left");
});
