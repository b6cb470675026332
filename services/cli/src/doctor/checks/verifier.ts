import { checkAnswerSchema, CodedError, endpoints } from "@rollcall/contracts";
import { controlRoomPrefix } from "@rollcall/domain";
import { request } from "@rollcall/messaging";
import type { Check } from "../check.ts";
import { ok, problem, type Finding } from "../finding.ts";
import type { Installation } from "../installation.ts";
import { askUntil } from "./ask-until.ts";

/** A look at a room that is not there waits for LiveKit's silence of 3 s, up to three times. */
const lookWithinMs = 15_000;
const archivedWithinMs = 8_000;
/** No such room is made; looks at it are in no report. */
const room = `${controlRoomPrefix}doctor`;

/** Asks the verifier to look at a room that does not exist, and follows its look into the archive. */
export const verifier: Check = {
  name: "verifier",
  limitMs: 28_000,
  async run(installation) {
    const startedAt = performance.now();
    const passed = () => Math.round(performance.now() - startedAt);
    const look = await takeLook(installation);
    if (look === null) return [silent];
    const lookedMs = passed();
    if (look.trouble !== null) return [troubled(look.trouble)];
    const store = await installation.store();
    const record = await askUntil(async () => (await store.records([look.id]))[0] ?? null, archivedWithinMs);
    if (record === null) return [notArchived(lookedMs)];
    const measured = { lookedMs, archivedMs: passed() };
    const found = `The verifier looks at a room in ${lookedMs} ms; its look was readable in MongoDB after ${measured.archivedMs} ms.`;
    return [ok("verifier_looks", found, measured)];
  },
};

interface Look {
  readonly id: string;
  readonly trouble: string | null;
}

async function takeLook({ bus }: Installation): Promise<Look | null> {
  const open = await bus();
  const away = "verifier_unavailable";
  try {
    const answer = await request(open, endpoints.check, { room }, { timeoutMs: lookWithinMs, away });
    return checkAnswerSchema.parse(answer).snapshot;
  } catch (error) {
    if (error instanceof CodedError && error.code === away) return null;
    throw error;
  }
}

const unlooked = "No room is looked at: live stays turn unverified, and lost leaves are not found.";

const silent: Finding = problem("verifier_unavailable", {
  found: "No verifier answers on NATS.",
  effect: unlooked,
  change: "Start the verifier, or see its log; its NATS_URL must be ours.",
});

const troubled = (trouble: string): Finding =>
  problem("verifier_troubled", {
    found: `The verifier cannot look at rooms: ${trouble}.`,
    effect: unlooked,
    change:
      "LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET of the verifier; see the findings about LiveKit.",
    measured: { trouble },
  });

const notArchived = (lookedMs: number): Finding =>
  problem("look_not_archived", {
    found: `The verifier looked at a room in ${lookedMs} ms, but its look is not in MongoDB ${archivedWithinMs / 1000} s later.`,
    effect: "Looks do not reach the record: live stays turn unverified.",
    change: "Start attendance, or see its log; NATS_URL and MONGODB_URL must be the same for both.",
    measured: { lookedMs },
  });
