import { describe, expect, it } from "vitest";
import { bodyText, progressText, proposalText, reasonText, resultTexts } from "./letter-words.ts";
import { add, nothingYet, settledIn } from "./tally.ts";

const nothing = { stored: 0, failed: [], waiting: [], refused: [], gone: [], left: 0 };
const failed = [{ number: 3, again: 9, reason: "schema_invalid", error: "" }];

describe("what a dry run found", () => {
  const reasons = [
    { reason: "schema_invalid", count: 2 },
    { reason: "unexpected_error", count: 1 },
  ];
  it("says how many of which reasons, and what would become of them", () => {
    expect(proposalText("redrive", { total: 3, reasons, numbers: [1, 2, 3], isAll: true })).toBe(
      "3 dead letters would be sent once more: 2 schema_invalid, 1 unexpected_error.",
    );
    expect(proposalText("drop", { total: 0, reasons: [], numbers: [], isAll: true })).toBe(
      "There are none any more.",
    );
  });

  it("says when only the oldest are meant", () => {
    expect(proposalText("drop", { total: 1, reasons: reasons.slice(1), numbers: [1], isAll: false })).toBe(
      "1 dead letter would be deleted for good: 1 unexpected_error. These are the oldest; there may be more.",
    );
  });
});

describe("what became of letters", () => {
  it("adds up over requests, whatever became of each", () => {
    const first = add(nothingYet, { ...nothing, stored: 48, failed, gone: [5] }, 50);
    const both = add(first, { ...nothing, stored: 1, waiting: [8], refused: [9] }, 5);
    expect(both).toEqual({ stored: 49, dropped: 0, failed, waiting: 1, refused: 1, gone: 3 });
    expect(settledIn(both)).toBe(54);
    expect(progressText("redrive", both, 120)).toBe("49 of 120 stored, 54 of 120 settled …");
    expect(resultTexts("redrive", both, 120)).toEqual([
      "49 of 120 are stored now.",
      "1 failed again, and are dead letters again under a new number.",
      expect.stringMatching(/^1 were sent, and their service is not done/),
      "1 come from no stream that takes them, and stay.",
      "3 were gone already.",
      "65 were not touched.",
    ]);
  });

  it("is short when all went well", () => {
    expect(resultTexts("drop", add(nothingYet, { dropped: 2, left: 0 }, 2), 2)).toEqual([
      "2 of 2 are deleted.",
    ]);
  });
});

it("a reason is told in words, also one that is new", () => {
  expect(reasonText("schema_invalid")).toBe("not of a shape that this version knows");
  expect(reasonText("brand_new")).toBe("brand new");
});

it("a body is shown as it came, JSON one value a line", () => {
  expect(bodyText('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(bodyText("{")).toBe("{");
});
