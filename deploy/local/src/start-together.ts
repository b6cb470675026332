/**
 * Runs several starts at once. When one fails, the others are aborted and awaited, so that none is left half
 * started; then this rejects with that first failure.
 */
export async function startTogether(
  starts: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal?: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const either = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
  const run = async (start: (signal: AbortSignal) => Promise<void>) => {
    try {
      await start(either);
    } catch (error) {
      failure.abort(error);
    }
  };
  await Promise.all(starts.map(run));
  failure.signal.throwIfAborted();
}
