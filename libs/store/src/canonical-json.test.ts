import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

it("gives equal values equal bytes, and different ones different bytes", () => {
  expect(canonicalJson({ b: [{ y: 1, x: null }], a: "é" })).toBe('{"a":"é","b":[{"x":null,"y":1}]}');
  expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
});
