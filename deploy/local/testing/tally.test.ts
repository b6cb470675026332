import { expect, it } from "vitest";
import { tally } from "./tally.ts";

it("counts what passed and what failed, and leaves out what was skipped", () => {
  const files = [
    { states: ["passed", "failed", "skipped"], hasErrors: true },
    { states: ["passed"], hasErrors: false },
  ];
  expect(tally(files, 0)).toEqual({ passed: 2, failed: 1 });
});

it("counts a file that cannot be loaded as one failure", () => {
  expect(tally([{ states: [], hasErrors: true }], 0)).toEqual({ passed: 0, failed: 1 });
});

it("counts errors outside of all tests as failures", () => {
  expect(tally([{ states: ["passed"], hasErrors: false }], 2)).toEqual({ passed: 1, failed: 2 });
});
