import type {
  ApiMeeting,
  Letter,
  LettersChosen,
  LettersDropped,
  LettersRedriven,
  LettersSeen,
  Meetings,
  Problem,
  StayEvidence,
} from "@rollcall/contracts";

/** An answer that is none: why, in the server's own code; `unreachable` when there was no answer at all. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.name = "Refusal";
    this.code = code;
  }
}

/** Asks the server that sent this page. */
export interface Api {
  readonly meetings: (room: string, cursor: string | null) => Promise<Meetings>;
  readonly meeting: (id: string) => Promise<ApiMeeting>;
  readonly evidence: (sid: string) => Promise<StayEvidence>;
  readonly letters: (wanted: LettersWanted) => Promise<LettersSeen>;
  readonly letter: (number: number) => Promise<Letter>;
  /** Which letters would be redriven or dropped: all of a reason, or all where it is empty. */
  readonly chooseLetters: (deed: "redrive" | "drop", reason: string) => Promise<LettersChosen>;
  readonly redrive: (numbers: readonly number[]) => Promise<LettersRedriven>;
  readonly drop: (numbers: readonly number[]) => Promise<LettersDropped>;
  readonly csv: (id: string) => Promise<Blob>;
  /** Where a room's events stream from; EventSource can set no headers, so the token is in it. */
  readonly events: (room: string) => string;
}

export interface LettersWanted {
  /** Empty for every reason. */
  readonly reason?: string;
  readonly before?: number;
  readonly limit?: number;
}

export function createApi(token: string): Api {
  return {
    meetings: (room, cursor) => {
      const query = new URLSearchParams({ ...(room && { room }), ...(cursor !== null && { cursor }) });
      return json(`${path("meetings")}?${query}`, token);
    },
    meeting: (id) => json(path("meetings", id), token),
    evidence: (sid) => json(path("stays", sid, "evidence"), token),
    letters: ({ reason = "", before, limit = 50 }) => {
      const query = new URLSearchParams({
        ...{ ...(reason && { reason }), limit: `${limit}` },
        ...(before !== undefined && { before: `${before}` }),
      });
      return json(`${path("dead-letters")}?${query}`, token);
    },
    letter: (number) => json(path("dead-letters", `${number}`), token),
    chooseLetters: (deed, reason) => {
      const which = reason === "" ? { all: true } : { reason };
      return json(path("dead-letters", deed), token, { ...which, dryRun: true });
    },
    redrive: (numbers) => json(path("dead-letters", "redrive"), token, { numbers }),
    drop: (numbers) => json(path("dead-letters", "drop"), token, { numbers }),
    csv: async (id) => {
      const zone = new URLSearchParams({ tz: Intl.DateTimeFormat().resolvedOptions().timeZone });
      return (await ask(`${path("meetings", `${id}.csv`)}?${zone}`, token)).blob();
    },
    events: (room) => `${path("rooms", room, "events")}?${new URLSearchParams({ access_token: token })}`,
  };
}

const path = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;

/** The server's answers have the shapes of its contract: it sent this page too. */
async function json<Answer>(url: string, token: string, body?: unknown): Promise<Answer> {
  const answer: Answer = await (await ask(url, token, body)).json();
  return answer;
}

/** Longer than anything that the server does. */
const limitMs = 25_000;

async function ask(url: string, token: string, body?: unknown): Promise<Response> {
  const response = await send(url, token, body);
  if (response.ok) return response;
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  throw new Refusal(
    problem.code ?? "unexpected_error",
    problem.detail ?? `The server answers ${response.status}`,
  );
}

/** With a body it is a POST. */
async function send(url: string, token: string, body?: unknown): Promise<Response> {
  const authorization = `Bearer ${token}`;
  const posting = { method: "POST", body: JSON.stringify(body) };
  try {
    return await fetch(url, {
      ...(body === undefined ? {} : posting),
      headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
      signal: AbortSignal.timeout(limitMs),
    });
  } catch {
    throw new Refusal("unreachable", "The server cannot be reached");
  }
}
