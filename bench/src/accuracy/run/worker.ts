import { once } from "node:events";
import type { Outcome } from "./outcome.ts";
import { openMongoStores } from "./open-stores.ts";
import { scoreTasks } from "./score-tasks.ts";
import type { Task } from "./tasks.ts";

/** What one worker process is to score. */
export interface Share {
  readonly seed: number;
  readonly tasks: readonly Task[];
  readonly mongoUrl: string;
}

export type Report = { readonly is: "scored" } | { readonly is: "done"; readonly outcome: Outcome };

const report = (message: Report) => process.send?.(message);

// Whoever started this has gone.
process.once("disconnect", () => process.exit(1));

// It comes from `score-in-workers.ts`.
const [{ seed, tasks, mongoUrl }] = (await once(process, "message")) as [Share];
const outcome = await scoreTasks(seed, tasks, openMongoStores(mongoUrl), () => report({ is: "scored" }));
process.send?.({ is: "done", outcome } satisfies Report, () => process.exit(0));
