import type { LettersSeen } from "@rollcall/contracts";
import type { Deed } from "./do-all.ts";

interface LettersToolsProps {
  readonly answer: LettersSeen;
  readonly reason: string;
  readonly marked: number;
  readonly isBusy: boolean;
  readonly onReason: (reason: string) => void;
  readonly onPropose: (deed: Deed) => void;
}

/** The heading, the choice of a reason, and what can be done about those that are meant. */
export function LettersTools({ answer, reason, marked, isBusy, onReason, onPropose }: LettersToolsProps) {
  const { total, reasons, mayChange } = answer;
  const ofReason = reasons.find((one) => one.reason === reason)?.count ?? 0;
  const all = reason === "" ? total : ofReason;
  const which = marked > 0 ? `${marked} selected` : `all ${all}`;
  return (
    <div class="heading">
      <div>
        <h1>Dead letters</h1>
        <p class="facts">
          What could not be processed, kept whole.
          {!mayChange && " To redrive or drop them, your token needs roomCreate."}
        </p>
      </div>
      <div class="actions">
        <select
          aria-label="Reason"
          value={reason}
          disabled={isBusy}
          onChange={(event) => onReason(event.currentTarget.value)}
        >
          <option value="">All reasons ({total})</option>
          {reasons.map((one) => (
            <option key={one.reason} value={one.reason}>
              {one.reason} ({one.count})
            </option>
          ))}
        </select>
        {mayChange && all > 0 && (
          <>
            <button type="button" disabled={isBusy} onClick={() => onPropose("redrive")}>
              Redrive {which} …
            </button>
            <button class="quiet" type="button" disabled={isBusy} onClick={() => onPropose("drop")}>
              Drop {which} …
            </button>
          </>
        )}
      </div>
    </div>
  );
}
