import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { addOutcome, emptyOutcome, type Outcome } from "./outcome.ts";
import { shareOf, type Task } from "./tasks.ts";
import type { Report, Share } from "./worker.ts";

interface Run {
  readonly seed: number;
  readonly tasks: readonly Task[];
  readonly workers: number;
  readonly mongoUrl: string;
}

/** Splits the histories over processes and adds up what they come to; tells how many are scored. */
export async function scoreInWorkers(
  { seed, tasks, workers, mongoUrl }: Run,
  tell: (scored: number) => void,
): Promise<Outcome> {
  const total = emptyOutcome();
  let scored = 0;
  const shares = Array.from({ length: workers }, (_, worker) => shareOf(tasks, worker, workers));
  const outcomes = await Promise.all(
    shares.map((share) => runWorker({ seed, tasks: share, mongoUrl }, () => tell(++scored))),
  );
  for (const outcome of outcomes) addOutcome(total, outcome);
  return total;
}

async function runWorker(share: Share, onScored: () => void): Promise<Outcome> {
  const worker = fork(fileURLToPath(new URL("worker.ts", import.meta.url)), { serialization: "advanced" });
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  worker.on("message", (report: Report) => {
    if (report.is === "done") resolve(report.outcome);
    else onScored();
  });
  worker.once("error", reject);
  worker.once("exit", (code) => reject(new Error(`a worker ended without a result, exit code ${code}`)));
  worker.send(share);
  return await promise;
}
