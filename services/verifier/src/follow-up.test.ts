import type { EarlierLook } from "@rollcall/domain";
import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { countingLooks, followUpOf, tooEarlyByMs } from "./follow-up.ts";

const look = (askedAt: number, silent: string[], ghosts: string[] = []) => ({ askedAt, silent, ghosts });

const atOnce = { startedAt: noon, probedAt: noon };
const afterMs = (remembered: EarlierLook, earlier: readonly EarlierLook[]) =>
  followUpOf(remembered, earlier, atOnce).at - noon;

it("looks again 25 s after the start of the look, and a little", () => {
  expect(afterMs(look(noon, ["PA_alice"]), [])).toBe(25_500);
});

it.each([
  [3_100, 25_500],
  [15_000, 37_000],
])("counts from the last question when that had to wait for its turn: %i ms", (afterStart, due) => {
  const taken = { startedAt: noon, probedAt: noon + afterStart };
  expect(followUpOf(look(noon, ["PA_alice"]), [], taken).at).toBe(noon + due);
});

it("looks a third time at a ghost when 55 s have passed since the first look", () => {
  const earlier = [look(noon - 25_600, [], ["PA_alice"])];
  expect(afterMs(look(noon, [], ["PA_alice"]), earlier)).toBe(29_900);
});

it("does not let a ghost delay those who are merely silent", () => {
  const earlier = [look(noon - 25_600, [], ["PA_alice"])];
  expect(afterMs(look(noon, ["PA_bob"], ["PA_alice"]), earlier)).toBe(25_500);
});

it("does not start over when a follow-up came too early to decide", () => {
  const earlier = [look(noon - 15_000, ["PA_alice"])];
  expect(afterMs(look(noon, ["PA_alice"]), earlier)).toBe(10_500);
});

it("remembers the last four looks of three minutes", () => {
  const looks = [-190, -170, -120, -90, -60, -30].map((s) => look(noon + s * 1_000, ["PA_alice"]));
  const { earlier } = followUpOf(look(noon, ["PA_alice"]), looks, atOnce);
  expect(earlier.map(({ askedAt }) => askedAt)).toEqual([-90, -60, -30, 0].map((s) => noon + s * 1_000));
  expect(countingLooks(looks.slice(0, 1), noon)).toEqual([]);
});

it("waits until it can decide when NATS' clock is ahead and sends it early", () => {
  expect(tooEarlyByMs([look(noon - 24_000, ["PA_alice"])], noon)).toBe(1_000);
  expect(tooEarlyByMs([look(noon - 5_000, ["PA_alice"])], noon)).toBe(20_000);
  expect(tooEarlyByMs([look(noon - 25_000, ["PA_alice"])], noon)).toBe(0);
  expect(tooEarlyByMs([], noon)).toBe(0);
});

it("does not wait for longer than what it was asked for", () => {
  const first = look(noon - 20_000, ["PA_alice"]);
  expect(tooEarlyByMs([first, look(noon - 6_000, ["PA_alice", "PA_bob"])], noon)).toBe(5_000);
  const ghost = [look(noon - 31_000, [], ["PA_cleo"]), look(noon - 5_000, [], ["PA_cleo"])];
  expect(tooEarlyByMs(ghost, noon)).toBe(24_000);
});

it("asks at once when a clock was set in between", () => {
  expect(tooEarlyByMs([look(noon + 60_000, ["PA_alice"])], noon)).toBe(0);
});
