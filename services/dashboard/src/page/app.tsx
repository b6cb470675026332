import { useEffect, useMemo, useState } from "preact/hooks";
import { createApi, type Api } from "./api.ts";
import { LettersLink } from "./letters/letters-link.tsx";
import { LettersView } from "./letters/letters-view.tsx";
import { MeetingList } from "./meeting-list.tsx";
import { MeetingView } from "./meeting-view.tsx";
import { useRoute } from "./route.ts";
import { TokenForm } from "./token-form.tsx";
import { keepToken, maySeeAll, readToken, tokenIn } from "./token.ts";

/** The page: a token first, then meetings, then one of them; dead letters for operators. */
export function App() {
  const [token, setToken] = useState(readToken);
  const [refused, setRefused] = useState<string | null>(null);
  useEffect(() => {
    const pasted = () => {
      if (tokenIn(location.hash) !== null) setToken(readToken());
    };
    pasted();
    addEventListener("hashchange", pasted);
    return () => removeEventListener("hashchange", pasted);
  }, []);
  const api = useMemo(() => (token === null ? null : createApi(token)), [token]);
  const [changes, setChanges] = useState(0);
  const use = (next: string | null, why: string | null = null) => {
    keepToken(next);
    setToken(next);
    setRefused(why);
  };
  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          <Mark />
          Rollcall
        </a>
        {token !== null && api !== null && (
          <span class="actions">
            {maySeeAll(token) && (
              <LettersLink api={api} changes={changes} onRefused={(why) => use(null, why)} />
            )}
            <button class="quiet" type="button" onClick={() => use(null)}>
              Forget token
            </button>
          </span>
        )}
      </header>
      <main>
        {api === null ? (
          <TokenForm refused={refused} onToken={use} />
        ) : (
          <Pages
            api={api}
            onRefused={(why) => use(null, why)}
            onChange={() => setChanges((before) => before + 1)}
          />
        )}
      </main>
    </>
  );
}

interface PagesProps {
  readonly api: Api;
  readonly onRefused: (why: string) => void;
  readonly onChange: () => void;
}

function Pages({ api, onRefused, onChange }: PagesProps) {
  const route = useRoute();
  if (route.to === "letters") return <LettersView api={api} onRefused={onRefused} onChange={onChange} />;
  return route.to === "meeting" ? (
    <MeetingView key={route.id} api={api} id={route.id} onRefused={onRefused} />
  ) : (
    <MeetingList api={api} onRefused={onRefused} />
  );
}

const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path class="faint" d="M8 11h16M8 21h7" />
    <path d="m17 20.5 3.5 3.5 6-7.5" />
  </svg>
);
