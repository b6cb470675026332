import type { LettersChosen } from "@rollcall/contracts";
import { useRef, useState } from "preact/hooks";
import { Refusal, type Api } from "../api.ts";
import { add, nothingYet, type Tally } from "./tally.ts";

export type Deed = "redrive" | "drop";

/** Something that is done about letters: first it is said which, and only then done, so many a request. */
export type Job =
  | { readonly is: "none" }
  | { readonly is: "choosing"; readonly deed: Deed }
  | { readonly is: "proposed"; readonly deed: Deed; readonly chosen: LettersChosen }
  | {
      readonly is: "running" | "done";
      readonly deed: Deed;
      readonly total: number;
      readonly tally: Tally;
      readonly refusal: Refusal | null;
    };

export interface LettersJob {
  readonly job: Job;
  readonly propose: (deed: Deed, choose: () => Promise<LettersChosen>) => void;
  readonly start: () => void;
  /** Lets the request that is under way end, and sends no other. */
  readonly stop: () => void;
  readonly close: () => void;
}

/** As many as the server takes in one request. */
const atOnce = 50;

export function useLettersJob(api: Api, onChange: () => void): LettersJob {
  const [job, setJob] = useState<Job>({ is: "none" });
  const stopped = useRef(false);
  const propose = async (deed: Deed, choose: () => Promise<LettersChosen>) => {
    setJob({ is: "choosing", deed });
    try {
      setJob({ is: "proposed", deed, chosen: await choose() });
    } catch (error) {
      setJob({ ...{ is: "done", deed, total: 0, tally: nothingYet }, refusal: refusalOf(error) });
    }
  };
  const run = async (deed: Deed, { numbers }: LettersChosen) => {
    stopped.current = false;
    let tally = nothingYet;
    const tell = (is: "running" | "done", refusal: Refusal | null = null) =>
      setJob({ is, deed, total: numbers.length, tally, refusal });
    tell("running");
    try {
      for (let from = 0; from < numbers.length && !stopped.current; from += atOnce) {
        tally = await doSome(api, deed, numbers.slice(from, from + atOnce), tally);
        tell("running");
        // Nobody is done with what was sent: sending more would only pile up.
        if (tally.waiting > 0) break;
      }
      tell("done");
    } catch (error) {
      tell("done", refusalOf(error));
    }
    onChange();
  };
  return {
    job,
    propose: (deed, choose) => void propose(deed, choose),
    start: () => void (job.is === "proposed" && run(job.deed, job.chosen)),
    stop: () => void (stopped.current = true),
    close: () => setJob({ is: "none" }),
  };
}

async function doSome(api: Api, deed: Deed, numbers: readonly number[], tally: Tally): Promise<Tally> {
  try {
    return add(tally, await (deed === "redrive" ? api.redrive(numbers) : api.drop(numbers)), numbers.length);
  } catch (error) {
    // Somebody else was faster with all of them.
    if (error instanceof Refusal && error.code === "not_found")
      return { ...tally, gone: tally.gone + numbers.length };
    throw error;
  }
}

const refusalOf = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal("unexpected_error", String(error));
