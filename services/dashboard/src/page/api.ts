import type { ApiMeeting, Meetings, Problem, StayEvidence } from "@rollcall/contracts";

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
  readonly csv: (id: string) => Promise<Blob>;
  /** Where a room's events stream from; EventSource can set no headers, so the token is in it. */
  readonly events: (room: string) => string;
}

export function createApi(token: string): Api {
  return {
    meetings: (room, cursor) => {
      const query = new URLSearchParams({ ...(room && { room }), ...(cursor !== null && { cursor }) });
      return json(`${path("meetings")}?${query}`, token);
    },
    meeting: (id) => json(path("meetings", id), token),
    evidence: (sid) => json(path("stays", sid, "evidence"), token),
    csv: async (id) => {
      const zone = new URLSearchParams({ tz: Intl.DateTimeFormat().resolvedOptions().timeZone });
      return (await ask(`${path("meetings", `${id}.csv`)}?${zone}`, token)).blob();
    },
    events: (room) => `${path("rooms", room, "events")}?${new URLSearchParams({ access_token: token })}`,
  };
}

const path = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;

/** The server's answers have the shapes of its contract: it sent this page too. */
async function json<Answer>(url: string, token: string): Promise<Answer> {
  const answer: Answer = await (await ask(url, token)).json();
  return answer;
}

const limitMs = 20_000;

async function ask(url: string, token: string): Promise<Response> {
  const response = await send(url, token);
  if (response.ok) return response;
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  throw new Refusal(
    problem.code ?? "unexpected_error",
    problem.detail ?? `The server answers ${response.status}`,
  );
}

async function send(url: string, token: string): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(limitMs),
    });
  } catch {
    throw new Refusal("unreachable", "The server cannot be reached");
  }
}
