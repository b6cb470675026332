import type { Meetings, MeetingSummary } from "@rollcall/contracts";
import { useCallback, useState } from "preact/hooks";
import type { Api } from "./api.ts";
import { LiveBadge } from "./badges.tsx";
import { Failure } from "./failure.tsx";
import { fragmentOf } from "./route.ts";
import { at } from "./timeline.ts";
import { useAsked } from "./use-asked.ts";
import { useNow } from "./use-now.ts";
import { clockText, durationText, nearDayText } from "./words.ts";

interface MeetingListProps {
  readonly api: Api;
  readonly onRefused: (why: string) => void;
}

const renewEveryMs = 15_000;

/** Meetings by day, the newest first. */
export function MeetingList({ api, onRefused }: MeetingListProps) {
  const [room, setRoom] = useState("");
  const [older, setOlder] = useState<readonly Meetings[]>([]);
  const ask = useCallback(() => api.meetings(room, null), [api, room]);
  const { answer, refusal, again } = useAsked(ask, onRefused, renewEveryMs);
  const pages = answer === null ? [] : [answer, ...older];
  const cursor = pages.at(-1)?.cursor ?? null;
  const more = async () => {
    const page = await api.meetings(room, cursor);
    setOlder([...older, page]);
  };
  const choose = (name: string) => {
    setOlder([]);
    setRoom(name);
  };
  return (
    <>
      <div class="heading">
        <h1>Meetings</h1>
        <RoomFilter room={room} onRoom={choose} />
      </div>
      {refusal !== null && <Failure refusal={refusal} onAgain={again} />}
      {answer !== null && <Days meetings={unique(pages.flatMap(({ meetings }) => meetings))} room={room} />}
      {answer === null && refusal === null && <p class="hint">Loading…</p>}
      {cursor !== null && (
        <button class="more" type="button" onClick={() => void more().catch(again)}>
          Older meetings
        </button>
      )}
    </>
  );
}

/** The first page is renewed while older ones stay: a meeting may be on both. */
const unique = (meetings: readonly MeetingSummary[]): readonly MeetingSummary[] => [
  ...new Map(meetings.map((meeting) => [`${meeting.id} ${meeting.startedAt}`, meeting])).values(),
];

function RoomFilter({ room, onRoom }: { readonly room: string; readonly onRoom: (room: string) => void }) {
  const [text, setText] = useState(room);
  return (
    <form
      class="filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onRoom(text.trim());
      }}
    >
      <input
        type="search"
        placeholder="Room, exactly"
        aria-label="Room"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button class="quiet" type="submit">
        Show
      </button>
    </form>
  );
}

function Days({ meetings, room }: { readonly meetings: readonly MeetingSummary[]; readonly room: string }) {
  const now = useNow(true, renewEveryMs);
  if (meetings.length === 0) {
    return <p class="card empty">{room === "" ? "No meetings yet." : `No meetings in “${room}”.`}</p>;
  }
  const days = [...Map.groupBy(meetings, ({ startedAt }) => nearDayText(startedAt, now))];
  return (
    <>
      {days.map(([day, own]) => (
        <section key={day}>
          <h2>{day}</h2>
          <ul class="card meetings">
            {own.map((meeting) => (
              <MeetingItem key={meeting.id} meeting={meeting} now={now} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function MeetingItem({ meeting, now }: { readonly meeting: MeetingSummary; readonly now: number }) {
  const { id, room, startedAt, endedAt, live, people } = meeting;
  const seconds = ((endedAt === null ? now : at(endedAt)) - at(startedAt)) / 1_000;
  return (
    <li>
      <a href={fragmentOf(id)}>
        <span class="room">
          {room} {live && <LiveBadge />}
        </span>
        <span class="times">
          {clockText(startedAt)} – {endedAt === null ? "now" : clockText(endedAt)}
        </span>
        <span class="length">{durationText(Math.max(0, Math.round(seconds / 60) * 60 || seconds))}</span>
        <span class="people">
          {people} {people === 1 ? "person" : "people"}
        </span>
      </a>
    </li>
  );
}
