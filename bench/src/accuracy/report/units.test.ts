import { hour, minute, second } from "@rollcall/domain";
import { expect, it } from "vitest";
import { spreadOf } from "./quantiles.ts";
import { markdownTable } from "./text-table.ts";
import { duration, percent, smallPercent } from "./units.ts";

it("says 100 % only of all and 0 % only of nothing", () => {
  expect(percent(1_000_000, 1_000_000, 4)).toBe("100 %");
  expect(percent(999_999_999, 1_000_000_000, 4)).toBe("99.9999 %");
  expect(percent(0, 10)).toBe("0 %");
  expect(smallPercent(1, 1_000_000_000)).toBe("below 0.001 %");
  expect(smallPercent(0, 10)).toBe("0 %");
});

it("says times so that people can compare them", () => {
  expect([640, 44 * second, 75 * second, 44 * minute, 5 * hour, null].map(duration)).toEqual([
    "0.64 s",
    "44.0 s",
    "75 s",
    "44 min",
    "5.0 h",
    "–",
  ]);
});

it("takes the smallest value that so many do not exceed", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spreadOf(values)).toEqual({ count: 100, median: 50, p95: 95, p99: 99, worst: 100 });
  expect(spreadOf([7])).toMatchObject({ median: 7, p99: 7, worst: 7 });
  expect(spreadOf([])).toMatchObject({ median: null, worst: null });
});

it("aligns a table as the formatter does", () => {
  expect(
    markdownTable([
      ["a", "long head"],
      ["longer", "b"],
    ]),
  ).toBe("| a      | long head |\n| ------ | --------- |\n| longer | b         |");
});
