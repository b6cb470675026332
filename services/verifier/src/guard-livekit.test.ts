import { expect, it } from "vitest";
import { scriptLiveKit } from "../testing/scripted-livekit.ts";
import { guardLiveKit } from "./guard-livekit.ts";

it("asks a hanging LiveKit three times, then says that the circuit is open", async () => {
  const livekit = scriptLiveKit({ lists: ["livekit_timeout"] });
  const guarded = guardLiveKit(livekit, () => 0);
  const codes = [];
  for (let call = 0; call < 5; call += 1) {
    codes.push(await guarded.listParticipants("algebra").catch((error: { code: string }) => error.code));
  }
  expect(codes).toEqual([...Array(3).fill("livekit_timeout"), ...Array(2).fill("livekit_circuit_open")]);
  expect(livekit.asked).toHaveLength(3);
});

it("asks again once the pause is over, and goes on when it is answered", async () => {
  const livekit = scriptLiveKit({
    lists: ["livekit_timeout", "livekit_timeout", "livekit_timeout", { is: "no_node" }],
  });
  let now = 0;
  const guarded = guardLiveKit(livekit, () => now);
  for (let call = 0; call < 3; call += 1) await guarded.listParticipants("algebra").catch(() => {});
  now = 5_000;
  expect(await guarded.listParticipants("algebra")).toEqual({ is: "no_node" });
  expect(await guarded.probe("algebra", "alice")).toBe("silent");
});

it("never stops for refusals, which cost no time", async () => {
  const livekit = scriptLiveKit({ lists: ["livekit_unreachable"] });
  const guarded = guardLiveKit(livekit, () => 0);
  for (let call = 0; call < 9; call += 1) await guarded.listParticipants("algebra").catch(() => {});
  expect(livekit.asked).toHaveLength(9);
});
