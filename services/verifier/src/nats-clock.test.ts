import { expect, it } from "vitest";
import { noon } from "../testing/people.ts";
import { NatsClock } from "./nats-clock.ts";

/** A clock that took ticks so long after NATS stored them, by the two clocks. */
function clockAfter(...delays: readonly number[]): NatsClock {
  const clock = new NatsClock();
  for (const delay of delays) clock.note(noon, noon + delay);
  return clock;
}

it("takes NATS' clock for ours until it has seen a tick", () => {
  expect(new NatsClock().toNats(noon)).toBe(noon);
});

it("learns how far NATS' clock is behind ours, or ahead, from the tick that was taken soonest", () => {
  expect(clockAfter(20_300, 20_002, 24_000).toNats(noon)).toBe(noon - 20_002);
  expect(clockAfter(-19_500, -19_995).toNats(noon)).toBe(noon + 19_995);
});

it("forgets old ticks, so that a clock may be set", () => {
  expect(clockAfter(0, 0, ...Array<number>(5).fill(10_000)).toNats(noon)).toBe(noon - 10_000);
});
