import { useEffect, useState } from "preact/hooks";

/** What the address's fragment asks for. Fragments never reach a server or its logs. */
export type Route =
  { readonly to: "meetings" } | { readonly to: "letters" } | { readonly to: "meeting"; readonly id: string };

export const lettersFragment = "#/dead-letters";

export function routeOf(fragment: string): Route {
  if (fragment === lettersFragment) return { to: "letters" };
  const id = /^#\/meetings\/(.+)$/.exec(fragment)?.[1];
  return id === undefined ? { to: "meetings" } : { to: "meeting", id: decoded(id) };
}

export const fragmentOf = (id: string): string => `#/meetings/${encodeURIComponent(id)}`;

export function useRoute(): Route {
  const [fragment, setFragment] = useState(location.hash);
  useEffect(() => {
    const changed = () => setFragment(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return routeOf(fragment);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
