import {
  attendedOf,
  participantKindOf,
  type Attended,
  type ExplainedStay,
  type Explanation,
  type Policy,
  type Reason,
} from "@rollcall/domain";
import { reasonText, type Telling } from "./reason-text.ts";
import type { EvidenceById } from "./evidence-text.ts";
import { shown } from "../shown.ts";
import { somebodyElseLines } from "./somebody-else.ts";
import { watchLines } from "./watch-text.ts";
import { boundedText, clockOf, dateOf, lengthText } from "./words.ts";

/** The explanation in plain sentences. */
export function explanationText(explanation: Explanation, known: EvidenceById, policy: Policy): string {
  const telling = { known, clock: clockOf(explanation.meeting.startedAt) };
  const lines = [
    ...headLines(explanation, telling),
    ...verdictLines(explanation, telling),
    ...explanation.stays.flatMap((stay, index) => stayLines(stay, `Stay ${index + 1}`, telling)),
    ...awayLines(explanation, telling),
    ...explanation.others.flatMap((stay) => otherLines(stay, telling)),
    ...watchLines(explanation, telling.clock, policy),
  ];
  return lines.map(shown).join("\n");
}

function headLines({ identity, attendee, meeting }: Explanation, { clock }: Telling): readonly string[] {
  const name = attendee === null || attendee.name === "" ? identity : `${attendee.name} (${identity})`;
  const { id, room, startedAt, endedAt, final } = meeting;
  const lasted =
    endedAt === null
      ? `began at ${clock(startedAt)} and goes on`
      : `lasted from ${clock(startedAt)} to ${clock(endedAt)}${final ? "" : " so far; it may still go on"}`;
  return [`${name} in ${room}, ${dateOf(startedAt)}, times in UTC. The meeting (${id}) ${lasted}.`, ""];
}

function verdictLines(explanation: Explanation, { clock }: Telling): readonly string[] {
  const { attendee, identity, others, meeting, unverified } = explanation;
  if (attendee === null) {
    return [
      others.length > 0
        ? `${identity} has no time: none of their sessions counts.`
        : `${identity} ${meeting.final ? "never joined" : "has not joined so far"}${unverified.length > 0 ? ", as far as the room was verified" : ""}.`,
      ...(others.length > 0 ? [] : somebodyElseLines(explanation)),
      "",
    ];
  }
  const first = clock(attendee.stays[0]?.start.at ?? 0);
  const stays = attendee.stays.length === 1 ? "one stay" : `${attendee.stays.length} stays`;
  return [
    `${attendedText(attendee.attended)}, in ${stays} from ${first} on.${meeting.final ? "" : ` Now: ${attendee.state}.`}`,
    "",
  ];
}

const attendedText = ({ minimumMs, creditedMs, maximumMs }: Attended): string =>
  `Credited with ${lengthText(creditedMs)}; at least ${lengthText(minimumMs)}, at most ${lengthText(maximumMs)}`;

function stayLines(explained: ExplainedStay, title: string, telling: Telling): readonly string[] {
  const { resolved, start, end } = explained;
  const reasons = (of: readonly Reason[]) => of.map((one) => `    - ${reasonText(one, resolved, telling)}`);
  const ended =
    resolved.end === null
      ? `  Has not ended, and is ${resolved.state}; no time counts after the last sight:`
      : `  Ended ${boundedText(resolved.end, telling.clock)}, because:`;
  return [
    `${title}, ${resolved.stay.sid}.${resolved.category === "person" ? ` ${attendedText(attendedOf([resolved]))}.` : ""}`,
    `  Began ${boundedText(resolved.start, telling.clock)}, because:`,
    ...reasons(start),
    ended,
    ...reasons(end),
    "",
  ];
}

function otherLines(explained: ExplainedStay, telling: Telling): readonly string[] {
  return stayLines(explained, `Not counted (${notCountedText(explained)})`, telling);
}

function notCountedText({ resolved: { category, stay } }: ExplainedStay): string {
  if (category === "never_active") return "it never got as far as media";
  if (stay.hidden) return "it was hidden";
  const kind = participantKindOf(stay);
  return category === "unknown" ? `nobody knows what a ${kind} is` : `${kind} is no person`;
}

function awayLines({ away }: Explanation, { clock }: Telling): readonly string[] {
  if (away.length === 0) return [];
  return [
    "In between, nothing says that they were in the room, and no time counts:",
    ...away.map(({ from, to }) => `  - ${clock(from)} to ${clock(to)} (${lengthText(to - from)})`),
    "",
  ];
}
