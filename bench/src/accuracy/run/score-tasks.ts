import { setImmediate as nextTurn } from "node:timers/promises";
import type { Store } from "@rollcall/store";
import { planAt } from "../mix/plan-at.ts";
import { scoreHistory } from "../score/score-history.ts";
import { addTally, emptyTally, type Tally } from "../score/tally.ts";
import { isStoredAlike } from "../stored/is-stored-alike.ts";
import { missesIn } from "./misses.ts";
import { emptyOutcome, type Outcome } from "./outcome.ts";
import type { Task } from "./tasks.ts";

/** Opens empty stores for a history of this number that also goes through the real writer; most have none. */
export type OpenStores = (task: Task) => Promise<readonly OpenedStore[]>;

export interface OpenedStore extends AsyncDisposable {
  readonly store: Store;
}

/** Scores one history after the other; tells after each. */
export async function scoreTasks(
  seed: number,
  tasks: readonly Task[],
  openStores: OpenStores,
  onDone: () => void = () => {},
): Promise<Outcome> {
  const outcome = emptyOutcome();
  for (const task of tasks) {
    const tally = await scoreTask(seed, task, openStores);
    addTally(task.apart === null ? outcome.mix : outcome.apart[task.apart], tally);
    if (task.apart === null) outcome.misses.push(...missesIn(tally, task.index));
    onDone();
    // Scoring takes no turn of the event loop by itself, and a worker must hear that its parent has gone.
    await nextTurn();
  }
  return outcome;
}

async function scoreTask(seed: number, task: Task, openStores: OpenStores): Promise<Tally> {
  const tally = emptyTally();
  const scored = scoreHistory(tally, planAt(seed, task.index, task.apart));
  for (const opened of await openStores(task)) {
    await using own = opened;
    tally.sums.stored += 1;
    if (!(await isStoredAlike(own.store, scored))) tally.sums.storedWrong += 1;
  }
  return tally;
}
