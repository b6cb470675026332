import { subjects, type RoomCheck } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { handleWork } from "./handle-work.ts";

const work = (subject: string, body: string) => ({
  subject,
  sequence: 7,
  data: new TextEncoder().encode(body),
  storedAt: noon,
});

function workers() {
  const swept: string[] = [];
  const looked: RoomCheck[] = [];
  const ticks: number[] = [];
  const tools = {
    noteTick: (storedAt: number) => void ticks.push(storedAt),
    sweep: async (id: string) => void swept.push(id),
    look: async (check: RoomCheck) => void looked.push(check),
  };
  return { tools, swept, looked, ticks };
}

it("sweeps at a tick, under the tick's own number, and notes NATS' clock", async () => {
  const { tools, swept, ticks } = workers();
  expect(await handleWork(work(subjects.sweep, "{}"), tools)).toEqual({ is: "done" });
  expect(swept).toEqual(["sweep.7"]);
  expect(ticks).toEqual([noon]);
});

it("looks at the room that a check names", async () => {
  const { tools, looked } = workers();
  const check: RoomCheck = { room: "algebra", roomSids: ["RM_1"], reason: "left", earlier: [] };
  expect(await handleWork(work(subjects.checkRoom, JSON.stringify(check)), tools)).toEqual({ is: "done" });
  expect(looked).toEqual([check]);
});

it.each(["no json", "{}", '{"room":1}'])("rejects what is no check: %s", async (body) => {
  const { tools, looked } = workers();
  expect(await handleWork(work(subjects.checkRoom, body), tools)).toMatchObject({
    is: "reject",
    why: "schema_invalid",
  });
  expect(looked).toEqual([]);
});
