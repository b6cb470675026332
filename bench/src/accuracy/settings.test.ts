import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

it("runs ten thousand histories and writes the documents unless told otherwise", () => {
  expect(readSettings([])).toMatchObject({ histories: 10_000, seed: 1, only: null, writes: true });
});

it("writes no documents of another run unless asked", () => {
  expect(readSettings(["--histories", "50"]).writes).toBe(false);
  expect(readSettings(["--seed", "2"]).writes).toBe(false);
  expect(readSettings(["--seed", "2", "--write"]).writes).toBe(true);
});

it.each([
  ["--histories", "0"],
  ["--seed", "one"],
  ["--workers", ""],
  ["--only", "1.5"],
])("refuses %s %s with a plain sentence", (name, value) => {
  expect(() => readSettings([name, value])).toThrow(`${name} must be a whole number`);
});
