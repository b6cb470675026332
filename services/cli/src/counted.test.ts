import { expect, it } from "vitest";
import { counted, isOrAre } from "./counted.ts";

it("puts the noun in the number of what is counted", () => {
  expect([0, 1, 2].map((count) => counted(count, "record"))).toEqual(["0 records", "1 record", "2 records"]);
  expect([1, 3].map((count) => counted(count, "person", "people"))).toEqual(["1 person", "3 people"]);
  expect([0, 1, 2].map(isOrAre)).toEqual(["are", "is", "are"]);
});
