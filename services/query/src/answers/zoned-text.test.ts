import { expect, it } from "vitest";
import { isTimeZone, zonedText } from "./zoned-text.ts";

it.each([
  ["UTC", Date.UTC(2026, 2, 1, 0, 0, 0, 7), "2026-03-01T00:00:00.007+00:00"],
  ["Europe/Berlin", Date.UTC(2026, 2, 29, 0, 59, 59, 999), "2026-03-29T01:59:59.999+01:00"],
  ["Europe/Berlin", Date.UTC(2026, 2, 29, 1), "2026-03-29T03:00:00.000+02:00"],
  ["Asia/Kolkata", Date.UTC(2026, 0, 1), "2026-01-01T05:30:00.000+05:30"],
  ["America/St_Johns", Date.UTC(2026, 0, 1), "2025-12-31T20:30:00.000-03:30"],
])("in %s tells the time with its offset", (zone, at, text) => {
  expect(zonedText(at, zone)).toBe(text);
  expect(Date.parse(zonedText(at, zone))).toBe(at);
});

it("knows what is a time zone", () => {
  expect(["UTC", "Europe/Berlin", "Etc/GMT+5"].every(isTimeZone)).toBe(true);
  expect(["", "Berlin", "Europe/Berlin; DROP", "../etc/passwd"].some(isTimeZone)).toBe(false);
});
