import { evidenceBehind, explain } from "@rollcall/domain";
import { meetingNamed, openReading } from "../open-reading.ts";
import type { Surroundings } from "../rebuild.ts";
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
  await using reading = await openReading({ env });
  const { tools, store } = reading;
  const { meeting, room } = await meetingNamed(tools, name);
  const { documents, sight } = room;
  const { stays, sessions } = documents;
  const explanation = explain(meeting, identity, { stays, sessions, now: sight.now, policy: sight.policy });
  const records = await store.records(evidenceBehind([...explanation.stays, ...explanation.others]));
  const text = json
    ? JSON.stringify(explanationAnswer(explanation, records), null, 2)
    : explanationText(explanation, evidenceById(records), tools.policy);
  stdout.write(`${text}\n`);
  return 0;
}
