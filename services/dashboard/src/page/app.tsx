import { useEffect, useMemo, useState } from "preact/hooks";
import { createApi } from "./api.ts";
import { MeetingList } from "./meeting-list.tsx";
import { MeetingView } from "./meeting-view.tsx";
import { useRoute } from "./route.ts";
import { TokenForm } from "./token-form.tsx";
import { keepToken, readToken, tokenIn } from "./token.ts";

/** The page: a token first, then meetings, then one of them. */
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
        {token !== null && (
          <button class="quiet" type="button" onClick={() => use(null)}>
            Forget token
          </button>
        )}
      </header>
      <main>
        {token === null ? (
          <TokenForm refused={refused} onToken={use} />
        ) : (
          <Pages token={token} onRefused={(why) => use(null, why)} />
        )}
      </main>
    </>
  );
}

interface PagesProps {
  readonly token: string;
  readonly onRefused: (why: string) => void;
}

function Pages({ token, onRefused }: PagesProps) {
  const api = useMemo(() => createApi(token), [token]);
  const route = useRoute();
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
