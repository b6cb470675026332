import type { CheckResult } from "./run-checks.ts";

/** For machines. A change of shape gets a new `version`; codes are stable. */
export function doctorJson(results: readonly CheckResult[], now: number): string {
  const hasProblem = results.some(({ findings }) => findings.some(({ level }) => level === "problem"));
  const result = hasProblem ? "problems" : "ok";
  const report = { version: 1, checkedAt: new Date(now).toISOString(), result, checks: results };
  return JSON.stringify(report, undefined, 2);
}
