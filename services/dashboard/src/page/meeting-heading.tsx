import type { ApiMeeting } from "@rollcall/contracts";
import { useState } from "preact/hooks";
import type { Api } from "./api.ts";
import { LiveBadge } from "./badges.tsx";
import { at } from "./timeline.ts";
import type { Connection } from "./use-live-meeting.ts";
import { clockText, dayText, durationText } from "./words.ts";

interface MeetingHeadingProps {
  readonly api: Api;
  readonly meeting: ApiMeeting;
  readonly connection: Connection;
  readonly now: number;
}

export function MeetingHeading({ api, meeting, connection, now }: MeetingHeadingProps) {
  const { id, room, startedAt, endedAt, live, final, attendees } = meeting;
  const seconds = ((endedAt === null ? now : at(endedAt)) - at(startedAt)) / 1_000;
  const present = attendees.filter(({ state }) => state === "present").length;
  return (
    <div class="heading">
      <div>
        <h1>
          {room} {live && <LiveBadge />}
        </h1>
        <p class="facts">
          {dayText(startedAt)}, {clockText(startedAt)} – {endedAt === null ? "now" : clockText(endedAt)} ·{" "}
          {durationText(Math.round(Math.max(0, seconds) / 60) * 60 || Math.max(0, seconds))} ·{" "}
          {attendees.length} {attendees.length === 1 ? "person" : "people"}
          {live && `, ${present} in the room`}
        </p>
        {!live && !final && <p class="hint">This meeting goes on if somebody comes back soon.</p>}
      </div>
      <div class="actions">
        {connection.is === "connecting" && <span class="hint">Connecting…</span>}
        <CsvButton api={api} id={id} />
      </div>
    </div>
  );
}

/** A link could not carry the token, so the file is fetched and then saved. */
function CsvButton({ api, id }: { readonly api: Api; readonly id: string }) {
  const [failed, setFailed] = useState(false);
  const save = async () => {
    setFailed(false);
    const url = URL.createObjectURL(await api.csv(id));
    const link = document.createElement("a");
    link.href = url;
    link.download = `attendance-${id}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <button class="quiet" type="button" onClick={() => void save().catch(() => setFailed(true))}>
      {failed ? "CSV failed, try again" : "Save as CSV"}
    </button>
  );
}
