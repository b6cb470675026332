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

const sequences = (receipts: readonly Receipt[]) => receipts.map(({ delivery }) => delivery.sequence);

it("handles alone, and last, what was delivered five times without a verdict", () => {
  const { others, suspects } = separate([receipt(1, 5), receipt(2, 1), receipt(3, 9), receipt(4, 4)]);
  expect(sequences(others)).toEqual([2, 4]);
  expect(sequences(suspects)).toEqual([1, 3]);
});

it("begins with the last of them every other time, so that none is always behind one that kills", () => {
  const orders = [5, 6, 7, 8].map((deliveries) => separate([receipt(1, deliveries), receipt(2, deliveries)]));
  expect(orders.map(({ suspects }) => sequences(suspects))).toEqual([
    [1, 2],
    [2, 1],
    [1, 2],
    [2, 1],
  ]);
});
