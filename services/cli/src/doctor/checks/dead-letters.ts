import { streams, subjects, consumers } from "@rollcall/contracts";
import { inspectStreams } from "@rollcall/messaging";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning } from "../finding.ts";
import { counted } from "../../counted.ts";

/** What could not be processed. */
export const deadLetters: Check = {
  name: "dead letters",
  limitMs: 10_000,
  async run({ bus }) {
    const dead = (await inspectStreams(await bus())).find(({ name }) => name === streams.dead)?.info;
    if (dead === null || dead === undefined) throw new CannotCheck("the stream DEAD is not there");
    const total = dead.state.messages;
    if (total === 0) return [ok("no_dead_letters", "Nothing was given up.", { total })];
    const evidence = dead.state.subjects?.[subjects.dead(consumers.attendance.durable)] ?? 0;
    const tell = evidence > 0 ? problem : warning;
    return [
      tell("dead_letters", {
        found: `${counted(total, "message")} ${total === 1 ? "was" : "were"} given up, ${evidence} of them evidence.`,
        effect:
          evidence > 0
            ? "What they say of joins, leaves and looks is not in the record."
            : "Some looks at rooms were not taken; later ones took their place.",
        change:
          "rollcall dead-letters list shows each with its reason; when that is mended, redrive sends it once more.",
        measured: { total, evidence },
      }),
    ];
  },
};
