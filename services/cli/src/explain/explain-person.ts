import {
  evidenceBehind,
  explain,
  uncovered,
  type Explanation,
  type RoomSession,
  type Span,
} from "@rollcall/domain";
import { ConfigProblems } from "@rollcall/runtime";
import { meetingNamed, openReading } from "../open-reading.ts";
import type { Surroundings } from "../surroundings.ts";
import { evidenceById } from "./evidence-text.ts";
import { explanationAnswer } from "./explanation-answer.ts";
import { explanationText } from "./explanation-text.ts";

export interface ExplainOptions {
  readonly json?: boolean | undefined;
}

/** `rollcall explain <meeting> <identity>`. Gives the exit code, 0. */
export async function explainPerson(
  name: string,
  identity: string,
  { json = false }: ExplainOptions,
  { env, stdout }: Pick<Surroundings, "env" | "stdout">,
): Promise<number> {
  if (identity.trim() === "") throw new ConfigProblems(["The identity is empty."]);
  await using reading = await openReading({ env });
  const { tools, store } = reading;
  const { meeting, room } = await meetingNamed(tools, name);
  const { documents, sight } = room;
  const { stays, sessions } = documents;
  const { now, policy } = sight;
  const explained = explain(meeting, identity, { stays, sessions, now, policy });
  const explanation = { ...explained, verified: lookedAt(explained, sessions, now) };
  const records = await store.records(evidenceBehind([...explanation.stays, ...explanation.others]));
  const text = json
    ? JSON.stringify(explanationAnswer(explanation, records), null, 2)
    : explanationText(explanation, evidenceById(records), policy);
  stdout.write(`${text}\n`);
  return 0;
}

/** Up to the latest good look and no further: what a live meeting's next look will say is not known yet. */
function lookedAt(
  { meeting: { startedAt, endedAt } }: Explanation,
  sessions: readonly RoomSession[],
  now: number,
): readonly Span[] {
  const meeting = { from: startedAt, to: endedAt ?? now };
  const verified = sessions.flatMap((session) => session.verified);
  return uncovered(meeting, uncovered(meeting, verified));
}
