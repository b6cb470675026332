import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "./api.ts";

/** What became of a question. While it is asked again, the last answer stays. */
export interface Asked<Answer> {
  readonly answer: Answer | null;
  readonly refusal: Refusal | null;
  readonly again: () => void;
  readonly replace: (answer: Answer) => void;
}

const tokenCodes = ["token_missing", "token_invalid", "token_expired"];

/** Asks when the question changes, and every so often when told to. A token that is no good is told to `onRefused`. */
export function useAsked<Answer>(
  ask: () => Promise<Answer>,
  onRefused: (why: string) => void,
  everyMs: number | null = null,
): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const latest = useRef(ask);
  latest.current = ask;
  const again = useCallback(() => {
    const renew = async () => {
      try {
        const given = await ask();
        // An answer that another question has overtaken is none.
        if (latest.current !== ask) return;
        setAnswer(given);
        setRefusal(null);
      } catch (error) {
        if (latest.current !== ask) return;
        const why = error instanceof Refusal ? error : new Refusal("unexpected_error", String(error));
        if (tokenCodes.includes(why.code)) onRefused(why.message);
        else setRefusal(why);
      }
    };
    void renew();
  }, [ask]);
  useEffect(again, [again]);
  useEffect(() => {
    if (everyMs === null) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && again(), everyMs);
    return () => clearInterval(timer);
  }, [again, everyMs]);
  return { answer, refusal, again, replace: setAnswer };
}
