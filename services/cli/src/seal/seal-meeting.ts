import { randomBytes } from "node:crypto";
import { meetingNamed, openReading } from "../open-reading.ts";
import type { Surroundings } from "../surroundings.ts";
import { writeNew } from "../given-file.ts";
import { readSigningKey, writeNewKey } from "./keys.ts";
import { draftReport, reportParts } from "./report-parts.ts";
import { sealReport } from "./seal-report.ts";
import { sealedText } from "./sealed-file.ts";
import { counted } from "../counted.ts";

export interface SealOptions {
  readonly key: string;
  readonly out: string;
}

/** `rollcall seal --new-key <file>`. Gives the exit code, 0. */
export async function makeKey(path: string, { stdout }: Pick<Surroundings, "stdout">): Promise<number> {
  const { publicPath, publicKey } = await writeNewKey(path);
  stdout.write(
    `Wrote ${path}: keep it secret.\nWrote ${publicPath}: give it to whoever checks. It is ${publicKey}.\n`,
  );
  return 0;
}

/** `rollcall seal <meeting>`. Gives the exit code, 0. */
export async function sealMeeting(
  name: string,
  { key: keyPath, out }: SealOptions,
  { env, stdout }: Pick<Surroundings, "env" | "stdout">,
): Promise<number> {
  const key = await readSigningKey(keyPath);
  await using reading = await openReading({ env });
  const found = await meetingNamed(reading.tools, name);
  const draft = draftReport(found);
  const records = await reading.store.records(draft.evidence);
  const sealedAt = new Date(reading.tools.now()).toISOString();
  const report = sealReport(reportParts(draft, records), { key, sealedAt, newSalt });
  await writeNew(out, sealedText(report));
  const { id, final } = found.meeting;
  stdout.write(
    [
      `Sealed meeting ${id}: ${counted(draft.people.length, "person", "people")}, ${counted(records.length, "piece")} of evidence, in ${out}.`,
      ...(final ? [] : ["It is not final yet: this is how it stands now."]),
      "",
    ].join("\n"),
  );
  return 0;
}

const newSalt = (): string => randomBytes(32).toString("hex");
