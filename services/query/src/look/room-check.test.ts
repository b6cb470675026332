import { CodedError } from "@rollcall/contracts";
import { expect, it } from "vitest";
import { snapshotRecord } from "@rollcall/store/testing";
import { snapshotSchema } from "@rollcall/contracts";
import { createRoomCheck } from "./room-check.ts";

const snapshot = snapshotSchema.parse(JSON.parse(snapshotRecord({ room: "algebra-7" }).body));

function verifier() {
  const asked: { readonly room: string; readonly answer: () => void; readonly fail: () => void }[] = [];
  const clock = { now: 0 };
  const failures: unknown[] = [];
  const ask = (room: string) =>
    new Promise<typeof snapshot>((resolve, reject) => {
      asked.push({
        room,
        answer: () => resolve(snapshot),
        fail: () => reject(new CodedError("verifier_unavailable")),
      });
    });
  const check = createRoomCheck(
    ask,
    () => clock.now,
    (error) => failures.push(error),
  );
  return { asked, clock, failures, check };
}

it("asks once for all who want the same room at the same time", async () => {
  const { asked, check } = verifier();
  const answers = Array.from({ length: 300 }, () => check("algebra-7"));
  void check("physics");
  expect(asked.map(({ room }) => room)).toEqual(["algebra-7", "physics"]);
  asked[0]?.answer();
  expect(new Set(await Promise.all(answers))).toEqual(new Set([snapshot]));
});

it("asks again once an answer is old", async () => {
  const { asked, clock, check } = verifier();
  void check("algebra-7");
  clock.now = 4_999;
  void check("algebra-7");
  expect(asked).toHaveLength(1);
  clock.now = 5_000;
  void check("algebra-7");
  expect(asked).toHaveLength(2);
});

it("has nothing when nobody answers, and lets nobody else wait for that", async () => {
  const { asked, failures, check } = verifier();
  const first = check("algebra-7");
  asked[0]?.fail();
  expect(await first).toBeNull();
  expect(await check("algebra-7")).toBeNull();
  expect(asked).toHaveLength(1);
  expect(failures).toHaveLength(1);
});

it("asks about no more rooms than it can remember", async () => {
  const { asked, check } = verifier();
  for (let room = 0; room < 1_001; room += 1) void check(`room ${room}`);
  expect(asked).toHaveLength(1_000);
  expect(await check("one more")).toBeNull();
});
