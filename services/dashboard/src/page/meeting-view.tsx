import type { ApiMeeting } from "@rollcall/contracts";
import { useCallback, useEffect } from "preact/hooks";
import type { Api } from "./api.ts";
import { Failure } from "./failure.tsx";
import { Legend } from "./legend.tsx";
import { MeetingHeading } from "./meeting-heading.tsx";
import { PersonRow } from "./person-row.tsx";
import { TimeAxis } from "./time-axis.tsx";
import { at, windowOf } from "./timeline.ts";
import { useAsked } from "./use-asked.ts";
import { useLiveMeeting, type Connection } from "./use-live-meeting.ts";
import { useNow } from "./use-now.ts";
import { clockText, pauseText, troubleText } from "./words.ts";

interface MeetingViewProps {
  readonly api: Api;
  readonly id: string;
  readonly onRefused: (why: string) => void;
}

/** One meeting and its people, followed live until it cannot change any more. */
export function MeetingView({ api, id, onRefused }: MeetingViewProps) {
  const ask = useCallback(() => api.meeting(id), [api, id]);
  const { answer: meeting, refusal, again, replace } = useAsked(ask, onRefused);
  const followed = meeting === null || meeting.final ? null : meeting.room;
  const connection = useLiveMeeting(api, followed, (current) => {
    // The room may have begun another meeting: then this one is asked for by its id.
    if (current?.id === meeting?.id && current !== null) replace(current);
    else again();
  });
  return (
    <>
      <a class="back" href="#/">
        ← All meetings
      </a>
      {refusal !== null && <Failure refusal={refusal} onAgain={again} />}
      {meeting === null && refusal === null && <p class="hint">Loading…</p>}
      {meeting !== null && <MeetingSheet api={api} meeting={meeting} connection={connection} />}
    </>
  );
}

interface MeetingSheetProps {
  readonly api: Api;
  readonly meeting: ApiMeeting;
  readonly connection: Connection;
}

function MeetingSheet({ api, meeting, connection }: MeetingSheetProps) {
  const now = useNow(meeting.live);
  useEffect(() => {
    document.title = `${meeting.room} · Rollcall`;
    return () => {
      document.title = "Rollcall";
    };
  }, [meeting.room]);
  const window = windowOf(meeting, now);
  return (
    <article>
      <MeetingHeading api={api} meeting={meeting} connection={connection} now={now} />
      {connection.is === "paused" && (
        <p class="notice" role="status">
          {pauseText(connection.code)}
        </p>
      )}
      {meeting.unverified.length > 0 && <Unverified meeting={meeting} />}
      <section class="card people" aria-label="People">
        <TimeAxis window={window} />
        {meeting.attendees.map((attendee) => (
          <PersonRow
            key={attendee.identity}
            api={api}
            attendee={attendee}
            isLive={meeting.live}
            unverified={meeting.unverified}
            window={window}
            now={now}
          />
        ))}
        {meeting.attendees.length === 0 && <p class="empty">Nobody was there.</p>}
      </section>
      <Legend hasBlindSpans={meeting.unverified.length > 0} />
      {meeting.others.length > 0 && <Others others={meeting.others} />}
    </article>
  );
}

function Unverified({ meeting: { unverified, live } }: { readonly meeting: ApiMeeting }) {
  return (
    <ul class="notice">
      {unverified.map(({ from, to, reason }) => (
        <li key={from}>
          {clockText(from)} – {live && Date.now() - at(to) < 10_000 ? "now" : clockText(to)}:{" "}
          {troubleText(reason)}. Somebody might have been there unseen.
        </li>
      ))}
    </ul>
  );
}

const categories = {
  other: "not a person",
  unknown: "of an unknown kind",
  never_active: "never connected",
} as const;

function Others({ others }: { readonly others: ApiMeeting["others"] }) {
  return (
    <details class="card others">
      <summary>Not counted ({others.length})</summary>
      <ul>
        {others.map(({ identity, name, kind, category, stay }) => (
          <li key={stay.sid}>
            {name || identity} · {kind.toLowerCase()}, {categories[category]}
          </li>
        ))}
      </ul>
    </details>
  );
}
