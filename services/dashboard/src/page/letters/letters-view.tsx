import type { LetterHead, LettersChosen, LettersSeen } from "@rollcall/contracts";
import { useCallback, useState } from "preact/hooks";
import type { Api } from "../api.ts";
import { Failure } from "../failure.tsx";
import { useAsked } from "../use-asked.ts";
import { LetterItem } from "./letter-item.tsx";
import { LettersJobPanel } from "./letters-job-panel.tsx";
import { LettersTools } from "./letters-tools.tsx";
import type { Deed } from "./do-all.ts";
import { useLettersJob } from "./use-letters-job.ts";

interface LettersViewProps {
  readonly api: Api;
  readonly onRefused: (why: string) => void;
  readonly onChange: () => void;
}

const renewEveryMs = 30_000;

/** Messages that could not be processed: why, and what to do about them. */
export function LettersView({ api, onRefused, onChange }: LettersViewProps) {
  const [reason, setReason] = useState("");
  const [older, setOlder] = useState<readonly LettersSeen[]>([]);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const ask = useCallback(() => api.letters({ reason }), [api, reason]);
  const { answer, refusal, again } = useAsked(ask, onRefused, renewEveryMs);
  const choose = (next: string) => {
    setReason(next);
    setOlder([]);
    setMarked(new Set());
  };
  const work = useLettersJob(api, () => {
    choose(reason);
    again();
    onChange();
  });
  if (answer === null)
    return refusal === null ? <p class="hint">Loading…</p> : <Failure refusal={refusal} onAgain={again} />;
  const letters = unique([answer, ...older].flatMap((page) => page.letters));
  const next = (older.at(-1) ?? answer).next;
  const own = letters.filter(({ number }) => marked.has(number));
  const propose = (deed: Deed) =>
    work.propose(deed, () =>
      own.length > 0 ? Promise.resolve(chosenOf(own)) : api.chooseLetters(deed, reason),
    );
  const isBusy = work.job.is !== "none";
  return (
    <>
      <LettersTools
        {...{ answer, reason, marked: own.length, isBusy }}
        onReason={choose}
        onPropose={propose}
      />
      {refusal !== null && <Failure refusal={refusal} onAgain={again} />}
      <LettersJobPanel work={work} />
      {letters.length === 0 && next === null && (
        <p class="card empty">No dead letters. Everything that came was processed.</p>
      )}
      <ul class="card letters">
        {letters.map((letter) => (
          <LetterItem
            key={letter.number}
            {...{ api, letter, isBusy }}
            isMarked={marked.has(letter.number)}
            onMark={answer.mayChange ? () => setMarked(toggled(marked, letter.number)) : null}
          />
        ))}
      </ul>
      {next !== null && (
        <button
          class="more"
          type="button"
          onClick={() =>
            void api.letters({ reason, before: next }).then((page) => setOlder([...older, page]), again)
          }
        >
          Older letters
        </button>
      )}
    </>
  );
}

/** The first page is renewed while older ones stay: a letter may be on both. */
const unique = (letters: readonly LetterHead[]): readonly LetterHead[] => [
  ...new Map(letters.map((letter) => [letter.number, letter])).values(),
];

function chosenOf(letters: readonly LetterHead[]): LettersChosen {
  const byReason = [...Map.groupBy(letters, ({ reason }) => reason)];
  return {
    total: letters.length,
    reasons: byReason.map(([reason, own]) => ({ reason, count: own.length })),
    numbers: letters.map(({ number }) => number).toSorted((a, b) => a - b),
    isAll: true,
  };
}

function toggled(marked: ReadonlySet<number>, number: number): ReadonlySet<number> {
  const next = new Set(marked);
  if (!next.delete(number)) next.add(number);
  return next;
}
