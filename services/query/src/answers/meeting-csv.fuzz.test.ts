import { defaultPolicy, hour } from "@rollcall/domain";
import { trials } from "@rollcall/domain/testing";
import { meetingById } from "@rollcall/reading";
import { attended, nine } from "@rollcall/reading/testing";
import { MemoryStore } from "@rollcall/store/testing";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { remember } from "../../testing/remember.ts";
import { meetingCsv } from "./meeting-csv.ts";

/** The cells of a CSV text, as RFC 4180 has them. */
const cellsOf = (csv: string): readonly string[] =>
  [...csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );

const piece = fc.constantFrom(
  "=",
  "+",
  "-",
  "@",
  "＝",
  "\t",
  "\r",
  "\n",
  ";",
  ",",
  '"',
  "'",
  " ",
  "|",
  "cmd",
  "1",
);
const anyName = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(""));

it(
  "fuzz: whatever people and rooms are called, no cell begins like a formula, and no name makes another cell",
  async () => {
    const property = fc.asyncProperty(anyName, anyName, anyName, async (room, identity, name) => {
      const store = new MemoryStore();
      const person = { sid: "PA_1", identity, name, joinedAt: nine };
      await remember(store, attended({ room, roomSid: "RM_r" }, person, nine + hour));
      const meeting = await meetingById({ store, now: () => nine + 2 * hour, policy: defaultPolicy }, "RM_r");
      const cells = cellsOf(meeting === null ? "" : meetingCsv(meeting, "UTC").slice(1, -2));
      expect(cells).toHaveLength(24);
      for (const cell of cells) expect(cell).not.toMatch(/(^|[;\t\r\n])\s*[=+\-@＝]/);
      expect(cells.slice(13, 16).map((cell) => cell.replaceAll("'", ""))).toEqual(
        [room, identity, name].map((text) => text.replaceAll("'", "")),
      );
    });
    await expect(fc.assert(property, trials)).resolves.toBeUndefined();
  },
  30_000 + 100 * trials.numRuns,
);
