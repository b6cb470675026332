import { useState } from "preact/hooks";

interface TokenFormProps {
  readonly refused: string | null;
  readonly onToken: (token: string) => void;
}

/** Asks for a LiveKit access token; it stays in this tab. */
export function TokenForm({ refused, onToken }: TokenFormProps) {
  const [text, setText] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== "") onToken(text.trim());
  };
  return (
    <form class="card token" onSubmit={submit}>
      <h1>Who was there</h1>
      <p>
        Paste a LiveKit access token. With <code>roomList</code> it shows every meeting, with{" "}
        <code>roomAdmin</code> those of its room, and any other token shows yourself.
      </p>
      {refused !== null && (
        <p class="notice bad" role="alert">
          {refused}
        </p>
      )}
      <label for="token">Access token</label>
      <textarea
        id="token"
        rows={4}
        spellcheck={false}
        autocomplete="off"
        autofocus
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="hint">It is kept in this tab until you close it, and sent to this server alone.</p>
      <button type="submit">Show attendance</button>
    </form>
  );
}
