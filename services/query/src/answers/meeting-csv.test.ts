import { defaultPolicy, hour, type Meeting } from "@rollcall/domain";
import { meetingById } from "@rollcall/reading";
import { attended, nine } from "@rollcall/reading/testing";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "@rollcall/store/testing";
import { remember } from "../../testing/remember.ts";
import { meetingCsv } from "./meeting-csv.ts";

const place = { room: "r", roomSid: "RM_r" };

async function meetingWith(identity: string, name: string): Promise<Meeting> {
  const store = new MemoryStore();
  await remember(store, attended(place, { sid: "PA_1", identity, name, joinedAt: nine }, nine + hour));
  const meeting = await meetingById({ store, now: () => nine + 2 * hour, policy: defaultPolicy }, "RM_r");
  if (meeting === null) throw new Error("there is no meeting");
  return meeting;
}

describe("a cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30 1", "'+49 30 1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    [" =1+1", "' =1+1"],
    ["\t=1+1", "\t'=1+1"],
    ["a;\t=1+1", "a;'\t'=1+1"],
    ["＝1+1", "'＝1+1"],
    ["a;=1+1", "a;'=1+1"],
    ["a; @x", "a;' @x"],
    ["O'Brien-Smith", "O'Brien-Smith"],
    ["a+b@c.de", "a+b@c.de"],
  ])("%j is %j, so that no spreadsheet executes it", async (name, cell) => {
    const row = meetingCsv(await meetingWith("x", name), "UTC").split("\r\n")[1];
    expect(row).toContain(`,x,${cell},`);
  });

  it("with quotes, commas and line breaks stays one cell", async () => {
    const csv = meetingCsv(await meetingWith('a"b', "c,d\r\ne"), "UTC");
    expect(csv).toContain(',"a""b","c,d\r\ne",');
  });

  it.each(["\n", "\r"])("with a lone %j in a name makes no row of its own", async (lineBreak) => {
    const csv = meetingCsv(await meetingWith("eve", `Eve${lineBreak}RM_r,r,bob`), "UTC");
    expect(csv).toContain(`,eve,"Eve${lineBreak}RM_r,r,bob",`);
    const bare = meetingCsv(await meetingWith("eve", `Eve${lineBreak}bob`), "UTC");
    expect(bare).toContain(`,eve,"Eve${lineBreak}bob",`);
  });

  it("with any letters is kept, in UTF-8 that spreadsheets recognise", async () => {
    const csv = meetingCsv(await meetingWith("Zoë 🎓", "Jürgen Müller-Łoś"), "UTC");
    expect(csv.startsWith("\uFEFFmeeting,room,identity,")).toBe(true);
    expect(csv).toContain(",Zoë 🎓,Jürgen Müller-Łoś,");
  });
});

it("leaves the end empty while somebody is in the room", async () => {
  const store = new MemoryStore();
  await remember(store, attended(place, { sid: "PA_1", identity: "a", joinedAt: nine }));
  const tools = { store, now: () => nine + 30_000, policy: defaultPolicy };
  const meeting = await meetingById(tools, "RM_r");
  expect(meeting === null ? "" : meetingCsv(meeting, "UTC")).toContain(
    ",present,2026-03-02T09:00:00.005+00:00,,",
  );
});
