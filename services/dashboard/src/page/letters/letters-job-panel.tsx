import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { failureText } from "../failure.tsx";
import { progressText, proposalText, resultTexts } from "./letter-words.ts";
import { settledIn } from "./tally.ts";
import type { Job, LettersJob } from "./use-letters-job.ts";

/** What is about to be done, is being done, or was done. */
export function LettersJobPanel({ work }: { readonly work: LettersJob }) {
  const panel = useRef<HTMLElement>(null);
  const { job, start, stop, close } = work;
  // What opens it is far away for a keyboard.
  useEffect(() => panel.current?.focus(), [job.is]);
  if (job.is === "none") return null;
  return (
    <section class="card job" aria-live="polite" tabIndex={-1} ref={panel}>
      <JobText job={job} />
      <p class="actions">
        {job.is === "proposed" && job.chosen.total > 0 && (
          <button class={job.deed === "drop" ? "danger" : ""} type="button" onClick={start}>
            {job.deed === "redrive" ? "Redrive" : "Drop for good"}
          </button>
        )}
        {job.is === "running" ? (
          <Quiet onClick={stop}>Stop</Quiet>
        ) : (
          <Quiet onClick={close}>{job.is === "proposed" ? "Cancel" : "Close"}</Quiet>
        )}
      </p>
    </section>
  );
}

function JobText({ job }: { readonly job: Exclude<Job, { is: "none" }> }) {
  if (job.is === "choosing") return <p>Looking which …</p>;
  if (job.is === "proposed") return <p>{proposalText(job.deed, job.chosen)}</p>;
  const { deed, tally, total, refusal } = job;
  if (job.is === "running")
    return (
      <>
        <p>{progressText(deed, tally, total)}</p>
        <progress max={total} value={settledIn(tally)} aria-label="Settled letters" />
      </>
    );
  return (
    <>
      {refusal !== null && <p class="notice bad">{failureText(refusal)}</p>}
      {total > 0 && resultTexts(deed, tally, total).map((line) => <p key={line}>{line}</p>)}
      {tally.failed.length > 0 && (
        <ul>
          {tally.failed.map(({ number, again, reason, error }) => (
            <li key={number}>
              {number} is {again} now: <code>{reason}</code> {error}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Quiet = (props: { readonly onClick: () => void; readonly children: ComponentChildren }) => (
  <button class="quiet" type="button" onClick={props.onClick}>
    {props.children}
  </button>
);
