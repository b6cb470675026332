/** Tells on a line of its own how far a run has come and how long it will take; often enough to be believed. */
export function progressOf(
  total: number,
  write: (line: string) => void,
  now: () => number,
): (done: number) => void {
  const startedAt = now();
  let toldAt = startedAt;
  return (done) => {
    if (now() - toldAt < tellEveryMs && done < total) return;
    toldAt = now();
    const leftMs = ((toldAt - startedAt) / done) * (total - done);
    write(`${done} of ${total} histories, ${inWords(leftMs)} left\n`);
  };
}

const tellEveryMs = 10_000;

const inWords = (ms: number): string =>
  ms < 90_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
