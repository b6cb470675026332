import { streams as names } from "@rollcall/contracts";
import { inspectStreams, type DifferingSetting } from "@rollcall/messaging";
import type { Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import { counted } from "../../counted.ts";

type Stream = Awaited<ReturnType<typeof inspectStreams>>[number];

const fillingShare = 0.8;
const fullShare = 0.97;

/** The streams beside what we ask for, and how full the evidence is. */
export const streams: Check = {
  name: "streams",
  limitMs: 10_000,
  async run({ bus, settings }) {
    const all = await inspectStreams(await bus(), settings.streamLimits);
    const wrong = all.flatMap(judgeStream);
    const evidence = all.find(({ name }) => name === names.evidence);
    return wrong.length > 0 ? wrong : [filled(evidence)];
  },
};

const restart =
  "Restart a service: each sets its streams right at its start. And find who changed them, or give this command the same settings of streams as the services.";

function judgeStream({ name, info, differing }: Stream): readonly Finding[] {
  if (info === null) {
    return [
      problem("stream_missing", {
        found: `The stream ${name} does not exist.`,
        effect: effects[name] ?? "Messages are lost.",
        change: restart,
        measured: { stream: name },
      }),
    ];
  }
  const share = info.config.max_bytes > 0 ? info.state.bytes / info.config.max_bytes : 0;
  return [...differing.map((setting) => changed(name, setting)), ...tooFull(name, share)];
}

const effects: Readonly<Record<string, string>> = {
  [names.evidence]: "No webhook and no look can be stored; LiveKit is answered with 503.",
  [names.checks]: "No room is looked at: live stays turn unverified.",
  [names.dead]: "What cannot be processed cannot be put aside either, and is tried for ever.",
  [names.advisories]: "What processes die over disappears without a trace.",
};

const changed = (stream: string, { setting, actual, wanted }: DifferingSetting): Finding =>
  problem("stream_changed", {
    found: `The stream ${stream} has ${setting} ${actual}, not ${wanted}.`,
    effect: harms[setting] ?? "The stream does not keep what the services rely on.",
    change: restart,
    measured: { stream, setting, actual, wanted },
  });

const harms: Readonly<Record<string, string>> = {
  max_age: "Evidence that attendance has not taken by then is gone.",
  max_bytes: "The stream is full sooner, or fills the disk.",
  discard: "When the stream is full, what is old and perhaps unread gives way to what is new.",
  duplicate_window:
    "A webhook that LiveKit sends again later than this is stored twice; the record stays right.",
  num_replicas:
    "NATS_REPLICAS is not the same everywhere: each service that starts changes how many servers keep the evidence.",
  storage: "What is stored does not survive a restart of NATS.",
  retention: "Messages go before, or stay after, they were processed.",
  subjects: "Some messages are stored nowhere.",
  allow_msg_schedules: "No schedule runs: no room is looked at.",
  allow_msg_ttl: "Looks that nobody took pile up instead of expiring.",
};

function tooFull(stream: string, share: number): readonly Finding[] {
  if (share < fillingShare) return [];
  const tell = share < fullShare ? warning : problem;
  const isEvidence = stream === names.evidence;
  return [
    tell("stream_filling", {
      found: `The stream ${stream} is full to ${Math.floor(share * 100)} %.`,
      effect: isEvidence
        ? "When it is full, webhooks are answered with 503 and looks are not stored, until the oldest evidence expires."
        : "When it is full, what is new has no place.",
      change: isEvidence
        ? "EVIDENCE_MAX_MIB, the same for all services, and the disk under NATS' store_dir."
        : "See what fills it: rollcall dead-letters list.",
      measured: { stream, share },
    }),
  ];
}

function filled(evidence: Stream | undefined): Finding {
  const { messages = 0, bytes = 0 } = evidence?.info?.state ?? {};
  const found = `The streams are as we ask for; EVIDENCE holds ${counted(messages, "message")}, ${(bytes / 1e6).toFixed(1)} MB.`;
  return ok("streams_as_planned", found, { messages, bytes });
}
