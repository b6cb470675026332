/** How often each law and each fuzz test is tried; nightly more. The seed is fixed, so that a run that passed passes again. */
export const trials = {
  numRuns: Number(process.env["FC_RUNS"] ?? 200),
  seed: Number(process.env["FC_SEED"] ?? 4711),
};
