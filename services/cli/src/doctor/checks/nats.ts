import { refuseOldServer } from "@rollcall/messaging";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { Installation } from "../installation.ts";

const mebibyte = 1024 * 1024;
/** As `deploy/nats/nats.conf` has it. */
const payloadBytes = 8 * mebibyte;

/** Whether NATS can be reached, and is one that does what we ask of it. */
export const nats: Check = {
  name: "nats",
  limitMs: 8_000,
  async run(installation) {
    const bus = await reach(installation);
    if (typeof bus === "string") return [unreachable(bus)];
    return judgeServer(bus.nc.info ?? { version: "unknown", max_payload: 0 });
  },
};

/** What a server's greeting tells. */
export function judgeServer(server: {
  readonly version: string;
  readonly max_payload: number;
}): readonly Finding[] {
  const { version } = server;
  const measured = { version, maxPayloadBytes: server.max_payload };
  const old = refusal(version);
  if (old !== null) {
    return [
      problem("nats_too_old", {
        found: `NATS: ${old}.`,
        effect: "Services refuse to start: it would ignore the schedules of looks without a word.",
        change: "Install nats-server 2.14 or newer; deploy/images.env names one that is tested.",
        measured,
      }),
    ];
  }
  if (server.max_payload >= payloadBytes)
    return [ok("nats_answers", `NATS answers, version ${version}.`, measured)];
  return [
    warning("nats_payload_small", {
      found: `NATS ${version} takes messages of up to ${(server.max_payload / mebibyte).toFixed(1)} MiB.`,
      effect:
        "A look names everybody in a room, some 200 bytes each: rooms of over 5,000 people cannot be recorded by looks.",
      change: "nats.conf: max_payload: 8MB",
      measured,
    }),
  ];
}

function refusal(version: string): string | null {
  try {
    refuseOldServer(version);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function reach({ bus, settings }: Installation) {
  try {
    return await bus();
  } catch (error) {
    if (!(error instanceof CannotCheck) || settings.natsUrl === undefined) throw error;
    return error.message;
  }
}

const unreachable = (message: string): Finding =>
  problem("nats_unreachable", {
    found: `${message}.`,
    effect:
      "Webhooks are answered with 503 and kept by LiveKit for as long as its queue lasts; nothing new enters the record.",
    change: "NATS_URL: its host, port and credentials; see that nats-server runs.",
  });
