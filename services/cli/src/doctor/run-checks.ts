import { within } from "@rollcall/runtime";
import { CannotCheck, type Check } from "./check.ts";
import type { Finding } from "./finding.ts";
import type { Installation } from "./installation.ts";

export interface CheckResult {
  readonly name: string;
  readonly tookMs: number;
  readonly findings: readonly Finding[];
}

/** Runs all checks at once, each within its limit; one that fails says so in its findings and stops no other. */
export function runChecks(
  checks: readonly Check[],
  installation: Installation,
): Promise<readonly CheckResult[]> {
  return Promise.all(
    checks.map(async (check) => {
      const startedAt = performance.now();
      const findings = await within(attempt(check, installation), check.limitMs, [outOfTime(check)]);
      return { name: check.name, tookMs: Math.round(performance.now() - startedAt), findings };
    }),
  );
}

async function attempt(check: Check, installation: Installation): Promise<readonly Finding[]> {
  try {
    return await check.run(installation);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [cannot(error instanceof CannotCheck ? "cannot_check" : "check_failed", reason)];
  }
}

const outOfTime = ({ limitMs }: Check): Finding =>
  cannot("check_timed_out", `no answer within ${limitMs / 1000} s`);

const cannot = (code: string, reason: string): Finding => ({
  ...{ code, level: "unknown", found: `Could not be checked: ${reason}` },
  ...{ effect: null, change: null, measured: {} },
});
