/** Lets a command end in order at the first Ctrl-C or SIGTERM; the second one ends the process as usual. */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => stop.abort(new Error(`Stopped by ${signal}.`)));
  }
  return stop.signal;
}
