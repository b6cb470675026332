import { expect, it } from "vitest";
import { fillTemplate } from "./fill-template.ts";

it("fills in every place", () => {
  expect(fillTemplate("a: ${one}, b: ${two}, c: ${one}", { one: "1", two: "$&" })).toBe("a: 1, b: $&, c: 1");
});

it("refuses a template with a value that it was not given", () => {
  expect(() => fillTemplate("port: ${port}", {})).toThrow("port");
});
