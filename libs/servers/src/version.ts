/** The first `1.2.3` in a text, such as the output of `--version`. */
export function findVersion(text: string): string | undefined {
  return /\d+\.\d+\.\d+/.exec(text)?.[0];
}

/** Whether `version` is `oldest` or newer; both are `1.2.3`. */
export function isNewEnough(version: string, oldest: string): boolean {
  const have = version.split(".").map(Number);
  const want = oldest.split(".").map(Number);
  for (const [index, wanted] of want.entries()) {
    const had = have[index] ?? 0;
    if (had !== wanted) return had > wanted;
  }
  return true;
}
