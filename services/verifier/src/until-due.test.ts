import type { RoomCheck } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { untilDue } from "./until-due.ts";

const sweep: RoomCheck = { room: "algebra", roomSids: [], reason: "sweep", earlier: [] };
const followUp: RoomCheck = {
  ...sweep,
  reason: "follow_up",
  earlier: [{ askedAt: noon, silent: ["PA_alice"], ghosts: [] }],
};

/** How long is waited with a check that comes so long after noon, in LiveKit's clock, which is 3 s ahead of ours. */
async function waited(check: RoomCheck, afterMs: number): Promise<readonly number[]> {
  const waits: number[] = [];
  const clock = { earliest: (ours: number) => ours + 3_000, now: () => noon - 3_000 + afterMs };
  await untilDue(check, { ...clock, wait: async (ms) => void waits.push(ms) });
  return waits;
}

it("waits with a follow-up that comes too early", async () => {
  expect(await waited(followUp, 5_500)).toEqual([19_500]);
});

it("does not wait with one that comes in time, or with any other check", async () => {
  expect(await waited(followUp, 25_500)).toEqual([]);
  expect(await waited(sweep, 0)).toEqual([]);
});
