import type { Refusal } from "./api.ts";

interface FailureProps {
  readonly refusal: Refusal;
  readonly onAgain: () => void;
}

const texts: Readonly<Record<string, string>> = {
  forbidden: "Your token does not grant this.",
  not_found: "There is no such thing any more, or there never was.",
  store_unavailable: "The database cannot be reached just now.",
  attendance_unavailable: "The attendance service cannot be reached just now.",
  unreachable: "The server cannot be reached just now.",
};

export const failureText = (refusal: Refusal): string => texts[refusal.code] ?? refusal.message;

export const Failure = ({ refusal, onAgain }: FailureProps) => (
  <p class="notice bad" role="alert">
    {failureText(refusal)}{" "}
    <button class="quiet" type="button" onClick={onAgain}>
      Try again
    </button>
  </p>
);
