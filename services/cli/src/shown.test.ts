import { expect, it } from "vitest";
import { shown } from "./shown.ts";

it("shows names in any script as they are", () => {
  const names = ["Zoë O’Neil", "李雷", "שירה", "👩‍👩‍👧 family", "a.b *>$ c"];
  expect(names.map(shown)).toEqual(names);
});

it("lets no name begin a line, colour a terminal or turn the writing round", () => {
  expect(shown("Bob\n  Ended at 10:00")).toBe("Bob\\u000a  Ended at 10:00");
  expect(shown("\u001b[2J\u202eboB")).toBe("\\u001b[2J\\u202eboB");
});
