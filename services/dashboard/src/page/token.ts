const key = "rollcall-token";

/** A token in the fragment, `#token=…`; null when there is none. */
export const tokenIn = (fragment: string): string | null =>
  new URLSearchParams(fragment.replace(/^#/, "")).get("token");

/** Whether a token says that it may see every room. Only the server knows whether it is true. */
export function maySeeAll(token: string): boolean {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(payload)).video?.roomList === true;
  } catch {
    return false;
  }
}

/** The token of this tab: one from the address is kept for the session and taken out of sight. */
export function readToken(): string | null {
  const given = tokenIn(location.hash);
  if (given !== null && given !== "") {
    sessionStorage.setItem(key, given);
    history.replaceState(null, "", `${location.pathname}#/`);
  }
  return sessionStorage.getItem(key);
}

export function keepToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, token);
}
