import { useCallback } from "preact/hooks";
import type { Api } from "../api.ts";
import { lettersFragment } from "../route.ts";
import { useAsked } from "../use-asked.ts";

interface LettersLinkProps {
  readonly api: Api;
  /** Another number asks again. */
  readonly changes: number;
  readonly onRefused: (why: string) => void;
}

const renewEveryMs = 60_000;

/** How many letters there are, for those who may know. */
export function LettersLink({ api, changes, onRefused }: LettersLinkProps) {
  const ask = useCallback(() => api.letters({ limit: 1 }), [api, changes]);
  const { answer, refusal } = useAsked(ask, onRefused, renewEveryMs);
  // Only who may read them hears that attendance is away.
  if (answer === null && refusal?.code !== "attendance_unavailable") return null;
  const total = answer?.total ?? 0;
  return (
    <a class={total > 0 ? "letters-link some" : "letters-link"} href={lettersFragment}>
      Dead letters{answer !== null && ` (${total})`}
    </a>
  );
}
