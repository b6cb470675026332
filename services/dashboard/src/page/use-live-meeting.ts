import type { ApiMeeting } from "@rollcall/contracts";
import { useEffect, useState } from "preact/hooks";
import type { Api } from "./api.ts";

/** Whether changes arrive: `off` when none are awaited, or why they do not. */
export type Connection =
  { readonly is: "off" | "connecting" | "live" } | { readonly is: "paused"; readonly code: string };

const againAfterMs = 10_000;

/** Follows a room's current meeting; `onMeeting` hears of every change. */
export function useLiveMeeting(
  api: Api,
  room: string | null,
  onMeeting: (meeting: ApiMeeting | null) => void,
): Connection {
  const [connection, setConnection] = useState<Connection>({ is: "off" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (room === null) return setConnection({ is: "off" });
    setConnection({ is: "connecting" });
    const source = new EventSource(api.events(room));
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener("meeting", ({ data }: MessageEvent<string>) => {
      setConnection({ is: "live" });
      onMeeting(JSON.parse(data));
    });
    source.addEventListener("paused", ({ data }: MessageEvent<string>) => {
      const { code }: { readonly code: string } = JSON.parse(data);
      setConnection({ is: "paused", code });
    });
    source.addEventListener("error", () => {
      setConnection({ is: "connecting" });
      // A refusal, such as too many streams, ends the source for good; a lost connection it makes good by itself.
      if (source.readyState === EventSource.CLOSED)
        timer = setTimeout(() => setAttempt(attempt + 1), againAfterMs);
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [api, room, attempt]);
  return connection;
}
