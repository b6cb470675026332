import { parentPort, workerData } from "node:worker_threads";
import type { Outcome } from "./outcome.ts";
import { openMongoStores } from "./open-stores.ts";
import { scoreTasks } from "./score-tasks.ts";
import type { Task } from "./tasks.ts";

export interface Share {
  readonly seed: number;
  readonly tasks: readonly Task[];
  readonly mongoUrl: string;
}

export type Report = { readonly is: "scored" } | { readonly is: "done"; readonly outcome: Outcome };

// Comes from `score-in-workers.ts`.
const { seed, tasks, mongoUrl } = workerData as Share;
const report = (message: Report) => parentPort?.postMessage(message);
const outcome = await scoreTasks(seed, tasks, openMongoStores(mongoUrl), () => report({ is: "scored" }));
report({ is: "done", outcome });
