import { expect, it } from "vitest";
import { doctorJson } from "./doctor-json.ts";
import { doctorText } from "./doctor-text.ts";
import { ok, problem } from "./finding.ts";
import type { CheckResult } from "./run-checks.ts";

const lost = problem("webhook_missing", {
  found: "No webhook came.",
  effect: `Joins are known by looks alone${", and so are leaves".repeat(5)}.`,
  change: "livekit.yaml: webhook.urls",
});
const results: readonly CheckResult[] = [
  { name: "nats", tookMs: 3, findings: [ok("nats_answers", "NATS answers.")] },
  { name: "webhooks", tookMs: 9_000, findings: [lost] },
];

it("aligns findings, what they do and what to change, and sums them up", () => {
  expect(doctorText(results).split("\n")).toEqual([
    "✓ nats      NATS answers.",
    "✗ webhooks  No webhook came.",
    "            Record: Joins are known by looks alone, and so are leaves, and so are leaves, and so are leaves,",
    "                    and so are leaves, and so are leaves.",
    "            Change: livekit.yaml: webhook.urls",
    "",
    "1 problem, 0 warnings, 1 fine, 0 could not be seen.",
  ]);
});

it("tells machines the same", () => {
  expect(JSON.parse(doctorJson(results, 0))).toEqual({
    ...{ version: 1, checkedAt: "1970-01-01T00:00:00.000Z", result: "problems" },
    checks: results,
  });
});
