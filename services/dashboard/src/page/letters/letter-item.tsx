import type { LetterHead } from "@rollcall/contracts";
import { useState } from "preact/hooks";
import type { Api } from "../api.ts";
import { dayText, exactClockText } from "../words.ts";
import { LetterDetail } from "./letter-detail.tsx";
import { reasonText } from "./letter-words.ts";

interface LetterItemProps {
  readonly api: Api;
  readonly letter: LetterHead;
  readonly isMarked: boolean;
  readonly isBusy: boolean;
  /** Null for those who may only read. */
  readonly onMark: (() => void) | null;
}

/** One letter, all of it when it is opened. */
export function LetterItem({ api, letter, isMarked, isBusy, onMark }: LetterItemProps) {
  const { number, givenUpAt, reason, error, attempts, subject, id } = letter;
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="letter">
      {onMark === null ? (
        <span />
      ) : (
        <input
          type="checkbox"
          aria-label={`Select letter ${number}`}
          checked={isMarked}
          disabled={isBusy}
          onChange={onMark}
        />
      )}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="marker">
            <strong>{number}</strong>
          </span>
          <span>
            <code>{reason}</code> <span class="hint">{reasonText(reason)}</span>
            <span class="error">{error}</span>
          </span>
          <span class="what">
            <code>{subject}</code>
            <span class="hint">{id ?? "no id"}</span>
          </span>
          <span class="given-up">
            {dayText(givenUpAt)}, {exactClockText(givenUpAt)}
            <span class="hint">
              {attempts} {attempts === 1 ? "attempt" : "attempts"}
            </span>
          </span>
        </summary>
        {isOpen && <LetterDetail api={api} number={number} />}
      </details>
    </li>
  );
}
