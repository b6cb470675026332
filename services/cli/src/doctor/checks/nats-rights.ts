import { consumers, endpoints, streams, subjects } from "@rollcall/contracts";
import { isForbidden, mayStore, openBus, type Bus, type NatsAddress } from "@rollcall/messaging";
import { createLogger, withoutCredentials } from "@rollcall/runtime";
import { z } from "zod";
import { CannotCheck, type Check } from "../check.ts";
import { ok, unseen, warning, type Finding } from "../finding.ts";
import type { Settings } from "../settings.ts";
import { serviceNames } from "../settings.ts";
import { askHttp } from "./ask-http.ts";

/** Who may publish evidence, and whether the rights are there without which this command sees nothing. */
export const natsRights: Check = {
  name: "nats rights",
  limitMs: 12_000,
  async run({ bus, settings }) {
    const open = await bus();
    const strangers = await judgeStrangers(settings, open);
    const own = await judgeOwn(open);
    const users = strangers === null ? [await judgeUsers(settings)] : [];
    return [...(strangers === null ? [] : [strangers]), ...own, ...users];
  },
};

const strangerWithinMs = 2_000;
const forging = subjects.webhook("participant_left");
const advice = "nats.conf: include deploy/nats/permissions.conf, and NATS_URL with each program's own user.";

/** What somebody without credentials may do; null when they are not let in. */
async function judgeStrangers(
  { natsUrl = "", natsTls: tls }: Settings,
  { nc }: Bus,
): Promise<Finding | null> {
  const url = withoutCredentials(natsUrl).replaceAll("***@", "");
  // A stranger knows who vouches for NATS, and has no certificate of ours.
  if (!(await mayForge({ url, tls: tls?.caFile === undefined ? undefined : { caFile: tls.caFile } })))
    return null;
  const host = nc.info?.host ?? "";
  if (/^(127\.|localhost$|::1$)/.test(host)) {
    return ok(
      "nats_local",
      `Whoever is on NATS' own machine may publish evidence; it listens on ${host} alone.`,
    );
  }
  return warning("nats_open", {
    found: `NATS lets anybody publish evidence who reaches it; it listens on ${host || "every address"}.`,
    effect:
      "Whoever can reach it can forge attendance, and read everybody's name; nothing shows it afterwards.",
    change: `${advice} Or see that nobody else reaches NATS' port.`,
    measured: { host },
  });
}

async function mayForge(nats: NatsAddress): Promise<boolean> {
  const log = createLogger("rollcall", { level: "silent" });
  try {
    await using bus = await openBus({ ...nats, name: "stranger", log, startLimitMs: strangerWithinMs });
    return await mayStore(bus, forging);
  } catch {
    // It is not let in, or asked for what it has not.
    return false;
  }
}

/** What the other checks ask for. */
async function judgeOwn(bus: Bus): Promise<readonly Finding[]> {
  const { jsm, nc } = bus;
  const { stream, durable } = consumers.attendance;
  const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
    [`$JS.API.STREAM.INFO.*`, () => jsm.streams.info(streams.evidence)],
    [`$JS.API.CONSUMER.INFO.*.*`, () => jsm.consumers.info(stream, durable)],
    [`$JS.API.STREAM.MSG.GET.*`, () => jsm.streams.getMessage(streams.evidence, { seq: 1 })],
    [endpoints.check, () => nc.request(endpoints.check, "", { timeout: 1_000 })],
  ];
  const answers = await Promise.all(
    questions.map(async ([subject, ask]) => ((await isForbidden(ask)) ? [subject] : [])),
  );
  const missing = answers.flat();
  if (missing.length === 0) return [];
  return [
    unseen("nats_rights_missing", {
      found: `The user of NATS_URL may not publish ${missing.join(", ")}.`,
      effect: "What these would tell stays unseen here: streams, consumers, evidence, or the verifier.",
      change: "NATS_URL: an operator's user, as deploy/nats/permissions.conf has one.",
      measured: { missing: missing.join(" ") },
    }),
  ];
}

const connz = z.looseObject({
  connections: z.array(
    z.looseObject({ name: z.string().optional(), authorized_user: z.string().optional() }),
  ),
});

/** Whether each program has a user of its own; told by NATS' monitoring address alone. */
async function judgeUsers({ natsMonitor }: Settings): Promise<Finding> {
  if (natsMonitor === undefined) {
    return unseen("nats_users_unseen", {
      found: "Which user each program has is not told to a client; --nats-monitor <address> lets it be seen.",
      effect: "With one user for all, whoever breaks into one of them can forge evidence.",
      change: advice,
    });
  }
  const answer = await askHttp(new URL("/connz?auth=true&limit=4096", natsMonitor));
  if (answer?.status !== 200) throw new CannotCheck(`NATS' monitoring at ${natsMonitor} cannot be read`);
  return judgeConnections(connz.parse(JSON.parse(answer.text)).connections);
}

type Connections = z.output<typeof connz>["connections"];

/** The services are known by the names of their connections. */
export function judgeConnections(connections: Connections): Finding {
  const services = new Set<string>(serviceNames);
  const own = connections.filter(({ name }) => services.has(name ?? ""));
  const byUser = Map.groupBy(own, ({ authorized_user: user }) => user ?? "");
  const shared = [...byUser].map(
    ([user, users]) => [user, [...new Set(users.map(({ name }) => name))]] as const,
  );
  const worst = shared.find(([, programs]) => programs.length > 1);
  if (worst === undefined)
    return ok("nats_users_apart", `Each program has a user of its own (${own.length} seen).`);
  const [user, programs] = worst;
  return warning("nats_user_shared", {
    found: `${programs.join(", ")} are the same user of NATS${user === "" ? "" : `, ${user}`}.`,
    effect: "Each of them may do what the others may: whoever breaks into one can forge evidence.",
    change: advice,
    measured: { programs: programs.join(" ") },
  });
}
