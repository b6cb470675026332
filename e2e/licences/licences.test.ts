import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isPermissive, licencesDocument, licencesIn } from "./licences.ts";

const checkout = new URL("../..", import.meta.url);
const licences = licencesIn(new URL("package-lock.json", checkout));

it("every package that runs has a permissive licence", () => {
  expect(licences.size).toBeGreaterThan(100);
  expect([...licences].filter(([, licence]) => !isPermissive(licence))).toEqual([]);
});

it("docs/licences.md names them all: npm run licences writes it", () => {
  expect(readFileSync(new URL("docs/licences.md", checkout), "utf8")).toBe(licencesDocument(licences));
});

it.each([
  ["MIT", true],
  ["(MIT AND Zlib)", true],
  ["(MIT OR GPL-3.0-or-later)", true],
  ["MPL-2.0", false],
  ["AGPL-3.0-only", false],
  ["(MIT AND LGPL-3.0-only)", false],
  ["SEE LICENSE IN LICENSE.txt", false],
  ["UNLICENSED", false],
  ["unknown", false],
])("%s is permissive: %s", (licence, expected) => {
  expect(isPermissive(licence)).toBe(expected);
});
