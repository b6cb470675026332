export type Tally = { readonly passed: number; readonly failed: number };

/** What a test file comes to; a file that fails outside its tests, such as on an import, counts as one failure. */
export type FileResult = { readonly states: readonly string[]; readonly hasErrors: boolean };

/** Sums up a run. Skipped tests count for nothing; an error that belongs to no test counts as a failure. */
export function tally(files: readonly FileResult[], unhandledErrors: number): Tally {
  let passed = 0;
  let failed = unhandledErrors;
  for (const { states, hasErrors } of files) {
    const failures = states.filter((state) => state === "failed").length;
    passed += states.filter((state) => state === "passed").length;
    failed += failures === 0 && hasErrors ? 1 : failures;
  }
  return { passed, failed };
}
