import { useEffect, useState } from "preact/hooks";

/** The present, renewed every so often while `isLive`. */
export function useNow(isLive: boolean, everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isLive, everyMs]);
  return now;
}
