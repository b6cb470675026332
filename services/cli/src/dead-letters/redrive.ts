import { redriveLetters } from "@rollcall/dead-letters";
import { findAddresses } from "../addresses.ts";
import { openReading } from "../open-reading.ts";
import { createProgress } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { chooseLetters, type Choice } from "./choose-letters.ts";
import { headLines } from "./letter-text.ts";
import { openLetters } from "./open-letters.ts";
import { redrivenLines } from "./redrive-text.ts";

export interface RedriveOptions extends Choice {
  readonly dryRun?: boolean | undefined;
  /** Seconds that services may take with a letter before the command ends without them. */
  readonly wait: number;
}

/** `rollcall dead-letters redrive`. Gives the exit code: 0 when all are stored, 1 when some are not. */
export async function redrive(
  chosen: readonly number[],
  { dryRun = false, wait, ...choice }: RedriveOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { env, stdout, stderr } = surroundings;
  await using bus = await openLetters(surroundings);
  const letters = await chooseLetters(bus, chosen, choice);
  const total = letters.length;
  if (dryRun || total === 0) {
    const title = `${total} dead letters would be sent once more`;
    const told = total === 0 ? ["No dead letters."] : [`${title}:`, ...letters.flatMap(headLines)];
    stdout.write(`${told.join("\n")}\n`);
    return 0;
  }
  const signal = surroundings.interruption();
  const knowsMongo = (await findAddresses(env)).MONGODB_URL !== undefined;
  await using reading = knowsMongo ? await openReading({ env }) : null;
  const progress = createProgress(stderr, { what: "Redriving", of: "letters", total });
  const redriven = await redriveLetters(
    {
      ...{ bus, store: reading?.store ?? null, waitMs: wait * 1_000, signal },
      onProgress: (done) => progress.tell(done),
    },
    letters.map(({ number }) => number),
  );
  progress.end();
  stdout.write(`${redrivenLines(redriven, total).join("\n")}\n`);
  return redriven.stored === total ? 0 : 1;
}
