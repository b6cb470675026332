import { describe, expect, it } from "vitest";
import {
  lettersActionSchema,
  lettersAtOnce,
  lettersRequestSchema,
  mostLettersListed,
} from "./dead-letters.ts";

const takes = (action: unknown) => lettersActionSchema.safeParse(action).success;

describe("what is to be done with dead letters", () => {
  it("names them by their numbers, or by a reason, or all", () => {
    expect(lettersActionSchema.parse({ all: true })).toEqual({ all: true, dryRun: false });
    expect(takes({ numbers: [1, 2], dryRun: true })).toBe(true);
    expect(takes({ reason: "schema_invalid" })).toBe(true);
  });

  it.each([
    ["nothing", {}],
    ["two ways at once", { numbers: [1], all: true }],
    ["no numbers", { numbers: [] }],
    ["more than one request takes", { numbers: Array.from({ length: lettersAtOnce + 1 }, (_, n) => n + 1) }],
    ["what is no number", { numbers: ["1"] }],
    ["no letter's number", { numbers: [0] }],
    ["an operator", { reason: { $ne: "" } }],
    ["not all", { all: false }],
    ["something unknown", { all: true, force: true }],
  ])("refuses %s", (_, action) => {
    expect(takes(action)).toBe(false);
  });
});

it("a list has a limit", () => {
  expect(lettersRequestSchema.parse({})).toEqual({ limit: 50 });
  expect(lettersRequestSchema.safeParse({ limit: mostLettersListed + 1 }).success).toBe(false);
});
