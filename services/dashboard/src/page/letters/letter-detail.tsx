import type { Letter } from "@rollcall/contracts";
import { useEffect, useState } from "preact/hooks";
import { Refusal, type Api } from "../api.ts";
import { failureText } from "../failure.tsx";
import { bodyText } from "./letter-words.ts";

/** All of a letter. */
export function LetterDetail({ api, number }: { readonly api: Api; readonly number: number }) {
  const [letter, setLetter] = useState<Letter | Refusal | null>(null);
  useEffect(() => {
    const fail = (error: unknown) =>
      setLetter(error instanceof Refusal ? error : new Refusal("unexpected_error", String(error)));
    api.letter(number).then(setLetter, fail);
  }, [api, number]);
  if (letter === null) return <p class="hint">Loading…</p>;
  if (letter instanceof Refusal) return <p class="notice bad">{failureText(letter)}</p>;
  const { consumer, stream, sequence, traceId, headers, body, bodyBytes, isCut } = letter;
  return (
    <div class="letter-detail">
      <dl>
        <dt>Given up by</dt>
        <dd>{consumer}</dd>
        <dt>Was</dt>
        <dd>
          message {sequence} of {stream}
        </dd>
        <dt>Trace</dt>
        <dd>{traceId === null ? "none" : <code>{traceId}</code>}</dd>
        {headers.flatMap(({ name, value }) => [
          <dt key={`${name} name`}>
            <code>{name}</code>
          </dt>,
          <dd key={name}>
            <code>{value}</code>
          </dd>,
        ])}
      </dl>
      <p class="hint">
        Body, {bodyBytes} bytes{isCut && "; not all of the letter is shown, the command shows it"}
      </p>
      <pre tabIndex={0}>{bodyText(body)}</pre>
    </div>
  );
}
