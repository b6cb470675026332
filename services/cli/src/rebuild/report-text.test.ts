import { expect, it } from "vitest";
import { reportText } from "./report-text.ts";

const counts = { records: 12, silent: 2, unreadable: 1, stays: 3, rooms: 1 };

it("says that there is nothing, as in a database of another name", () => {
  const none = { records: 0, silent: 0, unreadable: 0, stays: 0, rooms: 0, differences: [] };
  expect(reportText(none)).toMatch(/^Nothing is archived .* MONGODB_URL/);
});

it("says that all is equal", () => {
  expect(reportText({ ...counts, differences: [] })).toBe(
    [
      "Archive: 12 records; 9 folded, 2 say nothing about attendance, 1 cannot be read.",
      "Stored: 3 stays, 1 room session, and what is known of LiveKit as a whole.",
      "The archive gives the same documents, byte for byte.",
    ].join("\n"),
  );
});

it("names each document that differs, and how", () => {
  const hidden = { field: "hidden", stored: "true", rebuilt: "false" };
  const text = reportText({
    ...counts,
    differences: [
      { kind: "stay", id: "PA_1", fields: [hidden] },
      { kind: "stay", id: "PA_2", fields: [{ ...hidden, rebuilt: null }] },
      { kind: "room", id: "RM_1", fields: [{ ...hidden, stored: null }] },
    ],
  });
  expect(text.split("\n").slice(2)).toEqual([
    "3 documents differ from what the archive gives:",
    "  stay PA_1:",
    "    hidden: stored true, rebuilt false",
    "  stay PA_2: stored, but no evidence speaks of it",
    "  room RM_1: not stored",
  ]);
});
