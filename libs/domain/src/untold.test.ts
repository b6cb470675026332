import { expect, it } from "vitest";
import { emptyStay } from "./stay.ts";
import { closerLooksMs } from "./untold.ts";

const stays = (told: number, untold: number) => [
  ...Array.from({ length: told }, () => ({
    ...emptyStay("PA_told"),
    room: [{ rank: 0 as const, value: "algebra" }],
  })),
  ...Array.from({ length: untold }, () => ({
    ...emptyStay("PA_untold"),
    room: [{ rank: 1 as const, value: "algebra" }],
  })),
];

it("looks at a room every five seconds while the beginning of somebody's stay was never told", () => {
  expect(closerLooksMs(stays(24, 1), 30_000)).toEqual([5_000, 10_000, 15_000, 20_000, 25_000]);
});

it("looks no closer at a crowd of which a few webhooks got lost, nor where none did", () => {
  expect(closerLooksMs(stays(25, 1), 30_000)).toEqual([]);
  expect(closerLooksMs(stays(3, 0), 30_000)).toEqual([]);
  expect(closerLooksMs([], 30_000)).toEqual([]);
});
