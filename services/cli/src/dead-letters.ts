import { streams } from "@rollcall/contracts";
import { deadLetterHeaders, openBus, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import { addressOf, findAddresses } from "./addresses.ts";
import type { Surroundings } from "./surroundings.ts";

/** A message that was given up, as far as a list shows it. */
export interface DeadLetterLine {
  readonly sequence: number;
  /** When it was given up. */
  readonly at: string;
  readonly consumer: string;
  readonly subject: string;
  readonly code: string;
  readonly attempts: string;
  readonly id: string;
  readonly detail: string;
}

/** `rollcall dead-letters list`. Gives the exit code, 0. */
export async function listDeadLetters(limit: number, { env, stdout }: Surroundings): Promise<number> {
  const url = addressOf("NATS_URL", await findAddresses(env));
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  await using bus = await openBus({ url, name: "rollcall", log, startLimitMs: 5_000 });
  const { total, newest } = await readDeadLetters(bus, limit);
  stdout.write(`${deadLetterText(total, newest)}\n`);
  return 0;
}

/** The newest dead letters, oldest first. */
export async function readDeadLetters(
  bus: Pick<Bus, "js" | "jsm">,
  limit: number,
): Promise<{ readonly total: number; readonly newest: readonly DeadLetterLine[] }> {
  const { state } = await bus.jsm.streams.info(streams.dead);
  if (state.messages === 0) return { total: 0, newest: [] };
  const newest: DeadLetterLine[] = [];
  for (let sequence = state.last_seq; sequence >= state.first_seq && newest.length < limit; sequence -= 1) {
    const message = await bus.jsm.streams.getMessage(streams.dead, { seq: sequence });
    if (message === null) continue;
    const said = (name: keyof typeof deadLetterHeaders) => message.header.get(deadLetterHeaders[name]);
    newest.unshift({
      ...{ sequence, at: message.time.toISOString(), consumer: said("consumer"), subject: said("subject") },
      ...{ code: said("code"), attempts: said("attempts"), id: said("id"), detail: said("detail") },
    });
  }
  return { total: state.messages, newest };
}

export function deadLetterText(total: number, newest: readonly DeadLetterLine[]): string {
  if (total === 0) return "No dead letters.";
  const title = `${total} dead letters${newest.length < total ? `; the newest ${newest.length}:` : ":"}`;
  return [title, ...newest.flatMap(linesOf)].join("\n");
}

const linesOf = ({ sequence, at, consumer, subject, code, attempts, id, detail }: DeadLetterLine) => [
  `  ${sequence}  ${at}  ${consumer}  ${code} after ${attempts} attempts  ${subject}  ${id || "no id"}`,
  ...(detail === "" ? [] : [`      ${detail}`]),
];
