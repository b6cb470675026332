import { beforeAll, describe, expect, it } from "vitest";
import { shortPart } from "./faults/short-part.ts";
import { invariants } from "./invariants/invariants.ts";
import { runFault, type Row } from "./run/run-fault.ts";

describe("while processes are killed under load, one after the other", () => {
  let row: Row;
  beforeAll(async () => {
    row = await runFault(shortPart, invariants, () => {});
  }, 400_000);

  it("the faults are brought about and healed", () => {
    const { happened, findings } = row;
    expect({ happened, checked: findings.length }).toMatchObject({ checked: invariants.length });
  });

  it.each(invariants.map(({ name }, column) => [name, column] as const))("%s", (_, column) => {
    expect(row.findings[column]).toMatchObject({ holds: true, wrong: [] });
  });
});
