/** What is being done to get a server, told about once a second. */
export type Progress = {
  readonly server: string;
  /** For example "building 1.13.5 with go". */
  readonly doing: string;
  readonly elapsedSeconds: number;
};

export type OnProgress = (progress: Progress) => void;

/** Runs `work` and reports every second how long it has been running; the first report comes at once. */
export async function withProgress<T>(
  onProgress: OnProgress | undefined,
  step: { readonly server: string; readonly doing: string },
  work: () => Promise<T>,
): Promise<T> {
  if (onProgress === undefined) return work();
  const begun = Date.now();
  const report = () => onProgress({ ...step, elapsedSeconds: Math.round((Date.now() - begun) / 1000) });
  report();
  const timer = setInterval(report, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
