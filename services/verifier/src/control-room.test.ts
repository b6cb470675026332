import { CodedError } from "@rollcall/contracts";
import { isControlRoom } from "@rollcall/domain";
import { expect, it } from "vitest";
import { ControlRoom } from "./control-room.ts";
import type { NodeAnswer } from "./livekit.ts";

function controlRoom(...answers: (NodeAnswer | CodedError)[]) {
  const asked: string[] = [];
  const room = new ControlRoom(async (name) => {
    asked.push(name);
    const answer = answers.shift() ?? "answered";
    if (answer instanceof CodedError) throw answer;
    return answer;
  }, "east-1");
  return { room, asked };
}

it("asks once for all who ask in one turn", async () => {
  const { room, asked } = controlRoom();
  expect(await Promise.all([room.ask(), room.ask()])).toEqual([true, true]);
  expect(await room.ask()).toBe(true);
  expect(asked).toEqual(["rollcall-control-east-1-1", "rollcall-control-east-1-1"]);
  expect(asked.every(isControlRoom)).toBe(true);
});

it("takes a new name when the room's host is silent", async () => {
  const { room, asked } = controlRoom("silent");
  expect([await room.ask(), await room.ask()]).toEqual([false, true]);
  expect(asked).toEqual(["rollcall-control-east-1-1", "rollcall-control-east-1-2"]);
});

it("is no control when the call fails", async () => {
  const { room } = controlRoom(new CodedError("livekit_error"));
  expect(await room.ask()).toBe(false);
});
