import { beforeAll, expect, it } from "vitest";
import { apart, apartKinds } from "../mix/apart.ts";
import { meetings } from "../mix/meetings.ts";
import { outages, troubles, weathers } from "../mix/troubles.ts";
import { planAt } from "../mix/plan-at.ts";
import { emptyOutcome } from "../run/outcome.ts";
import { scoreHistory } from "../score/score-history.ts";
import { ways } from "../score/tally.ts";
import { documentOf } from "./document.ts";
import { pictureColumns } from "./picture-columns.ts";
import { pictureOf } from "./picture.ts";
import { wayWords } from "./ways.ts";

const outcome = emptyOutcome();
beforeAll(() => {
  scoreHistory(outcome.mix, planAt(1, 0));
  for (const kind of apartKinds) scoreHistory(outcome.apart[kind], planAt(1, 0, kind));
});

it("tells every part of the mix, with its reason, and what is scored apart", () => {
  const text = documentOf(outcome, "npm run accuracy", 1);
  const parts = [meetings, troubles, outages, weathers, apart].flatMap((table) => Object.values(table));
  expect(parts.flatMap(({ what, why }) => [what, why]).filter((words) => !text.includes(words))).toEqual([]);
});

it("says which aim is not reached", () => {
  const { sums } = outcome.mix.certainty;
  sums.outside = 0;
  expect(documentOf(outcome, "npm run accuracy", 1)).toMatch(/inside the stated bounds .*\| reached/);
  sums.outside = 1;
  expect(documentOf(outcome, "npm run accuracy", 1)).toMatch(
    /inside the stated bounds .*\| \*\*not reached\*\*/,
  );
});

it("draws every way and every column, each bar within its track", () => {
  const picture = pictureOf(outcome.mix);
  for (const way of ways) expect(picture).toContain(`>${wayWords[way].name}<`);
  const bars = [...picture.matchAll(/<rect class="(?:ours-)?bar"[^>]* width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(bars).toHaveLength(ways.length * pictureColumns.length);
  expect(Math.max(...bars)).toBeLessThanOrEqual(140);
  expect(picture).not.toMatch(/NaN|undefined|Infinity/);
});
