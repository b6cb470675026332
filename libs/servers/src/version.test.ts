import { expect, it } from "vitest";
import { findVersion, isNewEnough } from "./version.ts";

it.each([
  ["nats-server: v2.15.1", "2.15.1"],
  ['db version v6.0.5\nBuild Info: {\n    "version": "6.0.5"', "6.0.5"],
  ["livekit-server version 1.13.5", "1.13.5"],
  ["no number here", undefined],
])("finds the version in %j", (text, version) => {
  expect(findVersion(text)).toBe(version);
});

it.each([
  ["2.14.0", true],
  ["2.14.1", true],
  ["2.100.0", true],
  ["10.0.0", true],
  ["2.13.9", false],
  ["1.99.99", false],
])("compares %s with 2.14.0 by numbers", (version, expected) => {
  expect(isNewEnough(version, "2.14.0")).toBe(expected);
});
