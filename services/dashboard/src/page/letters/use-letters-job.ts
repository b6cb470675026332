import type { LettersChosen } from "@rollcall/contracts";
import { useRef, useState } from "preact/hooks";
import { Refusal, type Api } from "../api.ts";
import { doAll, type Deed } from "./do-all.ts";
import { nothingYet, type Tally } from "./tally.ts";

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
    const tell = (is: "running" | "done", tally: Tally, refusal: Refusal | null = null) =>
      setJob({ is, deed, total: numbers.length, tally, refusal });
    let tally = nothingYet;
    tell("running", tally);
    try {
      for await (tally of doAll(api, deed, numbers, () => stopped.current)) tell("running", tally);
      tell("done", tally);
    } catch (error) {
      tell("done", tally, refusalOf(error));
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

const refusalOf = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal("unexpected_error", String(error));
