import { describe, expect, it } from "vitest";
import { createAllowance, createAllowances } from "./allowance.ts";

const takenOf = (asked: number, isAllowed: () => boolean) =>
  Array.from({ length: asked }, isAllowed).filter((allowed) => allowed).length;

describe("an allowance", () => {
  it("grants its burst at once, and then so many a second", () => {
    const isAllowed = createAllowance({ burst: 5, perSecond: 2 });
    expect(takenOf(10, () => isAllowed(0))).toBe(5);
    expect(takenOf(10, () => isAllowed(1000))).toBe(2);
    expect(takenOf(10, () => isAllowed(1499))).toBe(0);
    expect(takenOf(10, () => isAllowed(1500))).toBe(1);
  });

  it("never saves up more than its burst", () => {
    const isAllowed = createAllowance({ burst: 5, perSecond: 2 });
    expect(isAllowed(0)).toBe(true);
    expect(takenOf(10, () => isAllowed(3_600_000))).toBe(5);
  });
});

describe("many allowances", () => {
  it("are apart: whoever asks too much takes nothing from others", () => {
    const isAllowed = createAllowances({ burst: 3, perSecond: 1 });
    expect(takenOf(100, () => isAllowed("eve", 0))).toBe(3);
    expect(takenOf(3, () => isAllowed("alice", 0))).toBe(3);
  });

  it("are bounded: the one that asked least recently is forgotten", () => {
    const isAllowed = createAllowances({ burst: 1, perSecond: 0.001 }, 2);
    for (const holder of ["alice", "bob"]) expect(isAllowed(holder, 0)).toBe(true);
    expect(isAllowed("alice", 0)).toBe(false);
    expect(isAllowed("carol", 0)).toBe(true);
    expect(isAllowed("alice", 0)).toBe(false);
    expect(isAllowed("bob", 0)).toBe(true);
  });
});
