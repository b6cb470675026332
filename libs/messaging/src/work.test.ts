import { expect, it } from "vitest";
import { deliveryOf } from "../testing/index.ts";
import type { Receipt } from "./delivery.ts";
import { separate } from "./work.ts";

const receipt = (sequence: number, deliveries: number): Receipt => ({
  delivery: deliveryOf({ sequence, deliveries }),
  ack: () => {},
  nak: () => {},
  term: () => {},
  working: () => {},
});

it("handles alone, and last, what was delivered five times without a verdict", () => {
  const groups = separate([receipt(1, 5), receipt(2, 1), receipt(3, 9), receipt(4, 4)]);
  expect(groups.map((group) => group.map(({ delivery }) => delivery.sequence))).toEqual([[2, 4], [1], [3]]);
});
