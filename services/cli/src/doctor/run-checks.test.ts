import { expect, it } from "vitest";
import { examine } from "../../testing/examine.ts";
import { CannotCheck, type Check } from "./check.ts";
import { ok } from "./finding.ts";

const check = (run: Check["run"], limitMs = 1_000): Check => ({ name: "example", limitMs, run });

it("says why a check cannot run", async () => {
  const [finding] = await examine(
    check(() => Promise.reject(new CannotCheck("NATS_URL is not set"))),
    {},
  );
  expect(finding).toMatchObject({ level: "unknown", code: "cannot_check" });
  expect(finding?.found).toContain("NATS_URL is not set");
});

it("takes a bug in a check for a check that failed", async () => {
  const [finding] = await examine(
    check(() => Promise.reject(new TypeError("oops"))),
    {},
  );
  expect(finding).toMatchObject({ level: "unknown", code: "check_failed" });
});

it("gives up a check that takes too long", async () => {
  const [finding] = await examine(
    check(() => new Promise(() => {}), 10),
    {},
  );
  expect(finding).toMatchObject({ level: "unknown", code: "check_timed_out" });
});

it("hands on what a check finds", async () => {
  const finding = ok("fine", "All is well.");
  expect(
    await examine(
      check(async () => [finding]),
      {},
    ),
  ).toEqual([finding]);
});
